/** RFC 3986 §2.3: an escape of one of these means the letter itself. */
const UNRESERVED = /^[A-Za-z0-9._~-]$/;
const HEX = /^[0-9A-Fa-f]$/;

/**
 * Escapes of unreserved letters decoded, all others in upper-case hex (RFC 3986 §6.2.2); a `%` that starts no escape stays as it is, and an
 * escape after it that would complete one stays escaped, so that doing it again changes nothing.
 */
export function normaliseEscapes(text: string): string {
  if (!text.includes('%')) return text;
  return text.replaceAll(/%([0-9A-Fa-f]{2})/g, (escape, hex: string, at: number) => {
    const letter = String.fromCharCode(Number.parseInt(hex, 16));
    const completes = HEX.test(letter) && (text[at - 1] === '%' || (text[at - 2] === '%' && HEX.test(text[at - 1] ?? '')));
    return UNRESERVED.test(letter) && !completes ? letter : escape.toUpperCase();
  });
}

/** What an escaped query name says, for comparing; as it is when it is not UTF-8. */
export function decodeName(name: string): string {
  if (!name.includes('%') && !name.includes('+')) return name;
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    // A stray % or bytes of another encoding: the name is compared as written.
    return name;
  }
}
