import zlib from 'node:zlib';

const MEMBERS_MAX = 1000;

/** ID1, ID2 and the only compression method there is (RFC 1952 §2.3.1). */
export const isGzip = ([first, second, method]: Uint8Array): boolean => first === 0x1f && second === 0x8b && method === 8;

/** A member, or as much of its first bytes as there is. */
const startsMember = ([first, second = 0x8b, method = 8]: Uint8Array): boolean => first === 0x1f && second === 0x8b && method === 8;

/**
 * Decodes gzip member by member, for streams that zlib refuses as a whole because something else follows the last member: that is
 * ignored, as browsers do. Everything else is an error here too, with zlib's codes.
 */
export function gunzipMembers(data: Uint8Array, most: number): Buffer {
  const parts: Buffer[] = [];
  let left = most;
  let rest = data;
  for (let members = 0; members === 0 || startsMember(rest); members += 1) {
    if (members === MEMBERS_MAX) throw new Error(`more than ${MEMBERS_MAX} gzip members`);
    const start = headerBytes(rest);
    const inflated = zlib.inflateRawSync(rest.subarray(start), { info: true, maxOutputLength: Math.max(1, left) }) as unknown;
    const { buffer, engine } = inflated as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
    const end = start + engine.bytesWritten;
    if (rest.byteLength < end + 8) throw truncated();
    const trailer = new DataView(rest.buffer, rest.byteOffset + end, 8);
    if (trailer.getUint32(0, true) !== zlib.crc32(buffer) || trailer.getUint32(4, true) !== buffer.byteLength % 2 ** 32) {
      throw new Error('the checksum of a gzip member is wrong');
    }
    parts.push(buffer);
    left -= buffer.byteLength;
    rest = rest.subarray(end + 8);
  }
  return Buffer.concat(parts);
}

/** Bytes of a member's header, optional fields included (RFC 1952 §2.3). */
function headerBytes(member: Uint8Array): number {
  if (!startsMember(member)) throw new Error('no gzip header');
  const [, , , flags = 0] = member;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (member[at] ?? 0) + 256 * (member[at + 1] ?? 0);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const zero = member.indexOf(0, at);
    if (zero === -1) throw truncated();
    at = zero + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  if (at > member.byteLength) throw truncated();
  return at;
}

const truncated = (): Error => Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' });
