import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** DER (X.690), as little of it as a certificate takes. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content);
const time = (at: Date): Buffer => der(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/g, '')));
const name = (common: string): Buffer => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(common)))));
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly issuer: string;
}

interface Wish {
  readonly host: string;
  /** Whom it is signed by; itself when left out. */
  readonly by?: Certificate;
  readonly isAuthority?: boolean;
  /** Days from now. */
  readonly from?: number;
  readonly until?: number;
}

let serial = 0;

/** Makes a real certificate (RFC 5280), made anew in every run so that none can expire in the repository. */
export function certificate({ host, by, isAuthority = false, from = -1, until = 30 }: Wish): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = (offset: number): Date => new Date(Date.now() + offset * 86_400_000);
  const alternative = sequence(oid('551d11'), der(0x04, sequence(der(0x82, Buffer.from(host)))));
  const authority = sequence(oid('551d13'), der(0x01, Buffer.from([255])), der(0x04, sequence(der(0x01, Buffer.from([255])))));
  const body = sequence(
    der(0xa0, integer(2)),
    integer((serial += 1)),
    ECDSA_SHA256,
    name(by?.issuer ?? host),
    sequence(time(day(from)), time(day(until))),
    name(host),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(isAuthority ? authority : alternative)),
  );
  const signer: KeyObject = by === undefined ? privateKey : createPrivateKey(by.key);
  const whole = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, signer)));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    issuer: host,
  };
}
