import type { Access } from '../config/access.ts';
import type { Headers, Instant } from '../records.ts';
import { codingsOf, decode, isSecretlyGzip } from './decode.ts';
import { type Exchange, valueOf } from './exchange.ts';
import { type Fault, faultOf, final } from './fault.ts';
import {
  type FetchFailure,
  type FetchLimits,
  type FetchRequest,
  type FetchResponse,
  type HttpClient,
  TurnLater,
  TurnLost,
} from './fetch.ts';
import type { NetworkRules, Target } from './guard.ts';
import { ownPace, type Pace } from './pace.ts';
import { type Proxy, readProxy } from './proxy.ts';
import { agentOf, flatten, requestHeaders, shownHeaders } from './request-headers.ts';
import { type Resolve, systemResolve } from './resolve.ts';
import { Transport } from './transport.ts';

export interface HttpClientOptions {
  readonly network: NetworkRules;
  readonly limits: FetchLimits;
  readonly userAgent: { readonly name: string; readonly contact?: string | undefined };
  /** What goes to single origins. Default: nothing. */
  readonly access?: Access;
  /** When an answer is said to have come; default: the system's clock. */
  readonly clock?: () => Instant;
  /** How names become addresses; default: the system's resolver. */
  readonly resolve?: Resolve;
  /** Default: by the count of this process alone. */
  readonly pace?: Pace;
}

/** We say little to others. */
const POST_BYTES = 65_536;

/** A status outside 2xx says enough, even when the body after it is broken. */
const BODY_FAULTS = new Set(
  'truncated-body idle-timeout too-slow total-timeout connection-reset protocol-error body-too-large decompression-bomb corrupt-encoding unsupported-encoding'.split(
    ' ',
  ),
);

/**
 * The HTTP client: one guarded request per call; no redirects followed, no cookies, no retries, HTTP/1.1 only.
 * @throws Error when `network` cannot be understood.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { network, limits, userAgent, access, clock = Date.now, resolve = systemResolve, pace = ownPace(network.perAddress) } = options;
  const { contact } = userAgent;
  const agent = agentOf(userAgent);
  const vet = (target: Target): Fault | null => (target.public && contact === undefined ? noContact(target.host) : null);
  const transport = new Transport({ network, resolve, vet, pace });
  const proxies = new Map<string, Proxy>();
  const proxyOf = (text: string): Proxy => {
    const proxy = proxies.get(text) ?? readProxy(text);
    proxies.set(text, proxy);
    return proxy;
  };

  async function fetch(request: FetchRequest): Promise<FetchResponse | FetchFailure> {
    const started = performance.now();
    const seen = { url: request.url, at: clock() };
    let contacted = false;
    let wireBytes = 0;
    let pacedMs = 0;
    const durationMs = (): number => Math.max(0, Math.round(performance.now() - started - pacedMs));
    const fail = (fault: Fault): FetchFailure => ({ kind: 'failure', ...seen, durationMs: durationMs(), wireBytes, ...fault, contacted });

    const url = URL.parse(request.url);
    if (url === null || url.hostname === '') return fail(final('invalid-url', `"${request.url.slice(0, 200)}" is no absolute URL`));
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      return fail(final('unsupported-scheme', `${url.protocol} is neither http: nor https:`));
    const { post } = request;
    if (post !== undefined && Buffer.byteLength(post) > POST_BYTES)
      return fail(final('request-too-large', `${Buffer.byteLength(post)} bytes are to be sent, at most ${POST_BYTES} may be`));
    const own = access?.get(url.origin);
    const secrets = request.anonymous === true ? [] : (own?.headers ?? []);
    const said = replacing(request.headers ?? [], secrets);
    const headers = requestHeaders(agent, url.host, said, request.asItCame === true ? 'identity' : undefined);
    const proxy = own?.proxy === undefined ? network.proxy : own.proxy;
    const allowed = request.limits === undefined ? limits : { ...limits, ...request.limits };
    try {
      const { exchange, fault, ip } = await transport.send({
        url,
        headers: flatten(headers),
        proxy: proxy === undefined || proxy === null ? null : proxyOf(proxy),
        post,
        limits: allowed,
        admit: request.admit,
        mayStart: request.mayStart,
        patienceMs: request.patienceMs,
        signal: request.signal,
        contacted: () => {
          contacted = true;
        },
        paced: (ms) => {
          pacedMs += ms;
        },
      });
      ({ wireBytes } = exchange);
      const { status, statusText } = exchange;
      const response = {
        kind: 'response',
        ...seen,
        durationMs: durationMs(),
        wireBytes,
        ip,
        requestHeaders: shownHeaders(headers, secrets),
        status,
        statusText,
        headers: exchange.headers,
      } as const;
      const body = fault ?? (request.asItCame === true ? Buffer.concat(exchange.chunks) : await bodyOf(exchange, allowed.body, url.host));
      if (body instanceof Uint8Array) return { ...response, body };
      const statusCounts = exchange.hasHead && (status < 200 || status > 299) && BODY_FAULTS.has(body.reason);
      return statusCounts ? { ...response, body: Buffer.alloc(0), bodyFault: body.reason } : fail(body);
    } catch (error) {
      if (error instanceof TurnLost || error instanceof TurnLater) throw error;
      return fail(faultOf(error, url.host));
    }
  }

  return { fetch, close: async () => transport.close() };
}

/** Headers with others in place of those of their names. */
function replacing(headers: Headers, by: Headers): Headers {
  const names = new Set(by.map(([name]) => name.toLowerCase()));
  return names.size === 0 ? headers : [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...by];
}

/** The body with its content codings removed, or what is wrong with it. */
async function bodyOf({ headers, chunks }: Exchange, limit: number, host: string): Promise<Uint8Array | Fault> {
  const [only] = chunks;
  const encoded = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
  const codings = codingsOf(headers);
  try {
    if (codings.length > 0) return await decode(encoded, codings, limit);
    return isSecretlyGzip(encoded, valueOf(headers, 'content-type')) ? await decode(encoded, ['gzip'], limit) : encoded;
  } catch (error) {
    return faultOf(error, host);
  }
}

const noContact = (host: string): Fault =>
  final(
    'no-contact',
    `${host} is a public host, and nobody there could reach you: set userAgent.contact in config/garner.yaml to an https: page about your crawl or a mailto: address`,
  );
