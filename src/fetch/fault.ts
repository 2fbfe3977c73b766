/** What went wrong with one request, before it is told as a FetchFailure. */
export interface Fault {
  readonly reason: string;
  readonly because: string;
  readonly retriable: boolean;
}

/** Asking again gives the same answer. */
export const final = (reason: string, because: string): Fault => ({ reason, because, retriable: false });
/** May be over in a while. */
export const passing = (reason: string, because: string): Fault => ({ reason, because, retriable: true });

/** Faults that end in an exception, where a callback or a promise chain has to be left. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(`${fault.reason}: ${fault.because}`);
    this.fault = fault;
  }
}

/** What a request ends with that nobody wants any more. */
export const aborted = (): FaultError => new FaultError(passing('aborted', 'the request was given up'));

interface Meaning {
  readonly reason: string;
  readonly retriable: boolean;
  readonly says: string;
}

const CERTIFICATE: Readonly<Record<string, Meaning>> = {
  CERT_HAS_EXPIRED: { reason: 'tls-expired', retriable: false, says: 'its certificate has expired' },
  CERT_NOT_YET_VALID: { reason: 'tls-not-yet-valid', retriable: false, says: 'its certificate is not valid yet' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { reason: 'tls-self-signed', retriable: false, says: 'its certificate is signed by itself' },
  SELF_SIGNED_CERT_IN_CHAIN: { reason: 'tls-self-signed', retriable: false, says: 'its certificate comes from an authority nobody knows' },
  ERR_TLS_CERT_ALTNAME_INVALID: { reason: 'tls-wrong-host', retriable: false, says: 'its certificate is for another host' },
  CERT_REVOKED: { reason: 'tls-revoked', retriable: false, says: 'its certificate was revoked' },
  UNABLE_TO_GET_ISSUER_CERT: { reason: 'tls-untrusted', retriable: false, says: 'the issuer of its certificate is unknown' },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { reason: 'tls-untrusted', retriable: false, says: 'the issuer of its certificate is unknown' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { reason: 'tls-untrusted', retriable: false, says: 'its certificate chain is incomplete' },
  CERT_UNTRUSTED: { reason: 'tls-untrusted', retriable: false, says: 'its certificate is not trusted' },
};

const CODES: Readonly<Record<string, Meaning>> = {
  ...CERTIFICATE,
  ECONNREFUSED: { reason: 'connection-refused', retriable: true, says: 'nothing listens there' },
  EHOSTUNREACH: { reason: 'unreachable', retriable: true, says: 'there is no route to it' },
  ENETUNREACH: { reason: 'unreachable', retriable: true, says: 'there is no route to its network' },
  EADDRNOTAVAIL: { reason: 'unreachable', retriable: true, says: 'there is no route to its network' },
  ETIMEDOUT: { reason: 'connect-timeout', retriable: true, says: 'it did not answer' },
  ECONNRESET: { reason: 'connection-reset', retriable: true, says: 'it reset the connection' },
  EPIPE: { reason: 'connection-reset', retriable: true, says: 'it closed the connection' },
  UND_ERR_SOCKET: { reason: 'connection-closed', retriable: true, says: 'it closed the connection without an answer' },
  UND_ERR_HEADERS_OVERFLOW: { reason: 'headers-too-large', retriable: false, says: 'its headers exceed 16 KiB' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { reason: 'truncated-body', retriable: true, says: 'the body ended before its Content-Length' },
  UND_ERR_DESTROYED: { reason: 'connection-closed', retriable: true, says: 'the connection was closed before it was used' },
  ABORT_ERR: { reason: 'aborted', retriable: true, says: 'the request was given up' },
  UND_ERR_INVALID_ARG: { reason: 'invalid-request', retriable: false, says: 'the request cannot be written' },
};

/** What an error of the network, of TLS or of undici means for a request. */
export function faultOf(error: unknown, host: string): Fault {
  if (error instanceof FaultError) return error.fault;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const known = CODES[code];
  if (known !== undefined) return { reason: known.reason, retriable: known.retriable, because: `${host}: ${known.says} (${code})` };
  if (code.includes('CERTIFICATE_REQUIRED')) return final('tls-client-cert-required', `${host} demands a client certificate`);
  if (/^ERR_(?:SSL|TLS)_|^EPROTO$/.test(code)) return final('tls-failed', `${host}: ${opensslReason(error) ?? message} (${code})`);
  if (error instanceof Error && error.name === 'HTTPParserError') {
    if (message.includes('Invalid EOF state'))
      return passing('truncated-body', `${host} closed the connection before the response was whole`);
    return final('protocol-error', `${host}: ${message.replace(/^Response does/, 'its response does')}`);
  }
  return passing('network-error', `${host}: ${message}${code === '' ? '' : ` (${code})`}`);
}

/** OpenSSL's words without its source lines. */
const opensslReason = (error: unknown): string | null =>
  error instanceof Error && 'reason' in error && typeof error.reason === 'string' ? error.reason : null;

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
