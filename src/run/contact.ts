import type { Config } from '../config/config.ts';
import { FaultError } from '../fetch/fault.ts';
import { createGuard } from '../fetch/guard.ts';
import { type Resolve, systemResolve } from '../fetch/resolve.ts';

/**
 * The first host among these URLs that is on the public internet while the config names no contact; null when there is none. The client
 * would refuse such a host too, request by request; asked beforehand, nothing is started. A name that cannot be looked up counts as public.
 */
export async function strangerAmong(config: Config, urls: readonly string[], resolve: Resolve = systemResolve): Promise<string | null> {
  if (config.userAgent.contact !== undefined) return null;
  const guard = createGuard(config.network, resolve);
  const seen = new Set<string>();
  for (const { protocol, hostname, host, port } of urls.map((url) => new URL(url))) {
    if (seen.has(host)) continue;
    seen.add(host);
    const dialled = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
    const isPublic = await guard(hostname, dialled).then(
      (target) => target.public,
      // What may not be dialled is nobody's to reach us from; it fails for its own reason.
      (error: unknown) => error instanceof FaultError && error.fault.reason.startsWith('dns-'),
    );
    if (isPublic) return hostname;
  }
  return null;
}
