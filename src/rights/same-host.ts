/** Whether two addresses have one host and port; terms for `http:` hold for `https:`, and a port that is the usual one may be written out. */
export function isSameHost(address: string, url: string): boolean {
  const [one, other] = [URL.parse(address, url), URL.parse(url)];
  return one !== null && other !== null && one.host === other.host;
}
