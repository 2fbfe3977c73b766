/** There is no browser, or none that starts: what to do stands in the message. */
export class BrowserError extends Error {
  override readonly name = 'BrowserError';
}
