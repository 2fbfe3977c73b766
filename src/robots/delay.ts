/**
 * Seconds between requests that a `Crawl-delay` value asks for: `10`, `0.5`, `1,5`, `10s`. Undefined for negative and other nonsense.
 * Not in RFC 9309, but widely written and widely meant.
 */
export function parseCrawlDelay(value: string): number | undefined {
  const found = /^(\d{1,12}(?:[.,]\d{1,6})?(?:e\d{1,2})?)\s*(?:s|sec|seconds?)?$/i.exec(value)?.[1];
  return found === undefined ? undefined : Number(found.replace(',', '.'));
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** The same for `Request-rate: 1/10m`, documents per time; a window of the day behind it is not read. */
export function parseRequestRate(value: string): number | undefined {
  const found = /^(\d{1,6})\s*\/\s*(\d{1,6})\s*([smh]?)(?:\s|$)/i.exec(value);
  const documents = Number(found?.[1]);
  const time = Number(found?.[2]) * (unitSeconds[(found?.[3] ?? '').toLowerCase()] ?? 1);
  return documents > 0 ? time / documents : undefined;
}
