/** Where a reference leads from a base, without its fragment; null when it is no URL or no page can be there (another scheme). */
export function resolveHttp(reference: string, base: string): string | null {
  const target = URL.parse(reference, base);
  if (target === null || (target.protocol !== 'http:' && target.protocol !== 'https:')) return null;
  target.hash = '';
  return target.href;
}
