/**
 * Where a refresh leads: `5; url='/next'` → `/next`, of a `meta` element or a Refresh header (HTML standard §4.2.5.3); null when the page
 * only reloads itself or the text is no refresh.
 */
export function refreshTarget(content: string): string | null {
  const [delay] = /^\s*(?:\d[\d.]*|\.[\d.]*)(?:\s*[;,]|\s)\s*/.exec(content) ?? [];
  if (delay === undefined) return null;
  const target = content.slice(delay.length).replace(/^url\s*=\s*/i, '');
  const [quote = ''] = target;
  const bare = quote === '"' || quote === "'" ? target.slice(1).split(quote, 1)[0] : target;
  return bare?.trim() || null;
}
