import type { CDPSession } from 'playwright-core';

/**
 * The document as HTML, in a world that the page's own scripts cannot reach; its length in characters when that is more than `most`. What stands in
 * open shadow roots stands where it is seen, and a document of XML is written as HTML.
 */
const READ = (most: number): string => `(() => {
  const root = document.documentElement;
  if (root === null) return '';
  const flat = () => {
    const inert = document.implementation.createHTMLDocument();
    const shown = (node) => {
      if (node.localName === 'slot') { const given = node.assignedNodes(); if (given.length > 0) return given; }
      return (node.shadowRoot ?? node).childNodes;
    };
    const copy = (node) => {
      const own = inert.importNode(node, false);
      if (node.localName === 'template') own.innerHTML = node.innerHTML;
      else for (const child of shown(node)) own.append(copy(child));
      return own;
    };
    return copy(root).outerHTML;
  };
  const hasShadow = [...root.querySelectorAll('*')].some((element) => element.shadowRoot !== null);
  let html = root.outerHTML;
  if (hasShadow || document.contentType !== 'text/html') try { html = flat(); } catch {}
  if (html.length > ${most}) return html.length;
  return (document.doctype === null ? '' : '<!DOCTYPE ' + document.doctype.name + '>') + html;
})()`;

/** Reads a page over and over. */
export class Snapshots {
  readonly #session: CDPSession;
  readonly #most: number;
  #world: number | null = null;

  constructor(session: CDPSession, most: number) {
    this.#session = session;
    this.#most = most;
  }

  /** Null when there is nothing to read just now. */
  async take(): Promise<string | number | null> {
    try {
      this.#world ??= await this.#enter();
      const { result } = await this.#session.send('Runtime.evaluate', {
        expression: READ(this.#most),
        contextId: this.#world,
        returnByValue: true,
      });
      const value: unknown = result.value;
      return typeof value === 'string' || typeof value === 'number' ? value : null;
    } catch {
      // Another document has come meanwhile.
      this.#world = null;
      return null;
    }
  }

  async #enter(): Promise<number> {
    const { frameTree } = await this.#session.send('Page.getFrameTree');
    const { executionContextId } = await this.#session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    return executionContextId;
  }
}
