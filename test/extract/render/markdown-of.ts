import { extractBare } from '../../../src/extract/bare.ts';

const select = { content: 'main', remove: [] };

/** What the main part of a page is in Markdown, before a last sentence that makes it one. */
export async function markdownOf(html: string): Promise<string> {
  const body = `<!DOCTYPE html><html lang="en"><body><main>${html}<p>The lamp is lit at dusk, and is put out at dawn.</p></main></body></html>`;
  const step = await extractBare({ body, url: 'https://example.org/dir/', extractor: 'garner', select });
  if (!step.kept) throw new Error(step.drop.because);
  return step.record.markdown.replace(/\n*The lamp is lit at dusk, and is put out at dawn\.$/, '');
}
