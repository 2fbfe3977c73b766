import { expect, test } from 'vitest';
import { extract } from '../../src/index.ts';

const page = `<html lang=en><title>Bins</title><body><main>${['blue', 'green', 'brown', 'grey', 'red'].map((colour) => `<p>Paper goes into the ${colour} bin, and glass into the one beside it.</p>`).join('')}</main>`;

test('a string or bytes become text', async () => {
  const fromString = await extract(page, { url: 'https://example.org/' });
  expect(fromString).toMatchObject({ title: 'Bins', language: 'en', author: null, published: null });
  expect(fromString.extractor).toMatch(/^garner@/);
  expect(fromString.confidence).toBeGreaterThan(0);
  expect(fromString.text.split('\n\n')).toHaveLength(5);
  expect(await extract(new TextEncoder().encode(page), { url: 'https://example.org/' })).toEqual(fromString);
});

test('the charset of the Content-Type counts for bytes', async () => {
  const bytes = Uint8Array.from('<p>Gr\u00fcne Tonnen stehen am Stra\u00dfenrand bereit.', (letter) => letter.charCodeAt(0));
  const { text } = await extract(bytes, { url: '', contentType: 'text/html; charset=windows-1252' });
  expect(text).toBe('Grüne Tonnen stehen am Straßenrand bereit.');
});

test('the type of the Content-Type counts for a string, too', async () => {
  const xhtml = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Bins</title><script src="a.js"/></head><body><p>${'Glass goes into the bin beside it. '.repeat(3)}</p></body></html>`;
  expect(await extract(xhtml, { url: '', contentType: 'application/xhtml+xml' })).toMatchObject({
    title: 'Bins',
    text: expect.stringMatching(/^Glass goes/),
  });
});

test('a page without text gives an empty one', async () => {
  expect(await extract('<div id=app></div>', { url: 'https://example.org/' })).toMatchObject({ title: null, text: '', markdown: '' });
});

test('a plea for scripts is no text', async () => {
  const plea = '<noscript>Bitte JavaScript einschalten, um diese Anwendung zu benutzen.</noscript><div id=root></div>';
  expect(await extract(plea, { url: 'https://example.org/' })).toMatchObject({ text: '', markdown: '' });
  const letter = `<noscript>${'<p>Paper goes into the blue bin, and glass into the one beside it.</p>'.repeat(6)}</noscript>`;
  expect((await extract(letter, { url: 'https://example.org/' })).text).toContain('Paper goes into the blue bin');
});

test.each(['$$a$$ and $$b$$', '\\(a\\) and \\(b\\)', '\\[a\\] and \\[b\\]'])('two formulas in an element for one: %s', async (formulas) => {
  const text = '<p>Jars go into the green bin, and their lids into the yellow one.</p>'.repeat(3);
  const found = await extract(`<h1>Bins</h1>${text}<p>See <span class="arithmatex">${formulas}</span></p>${text}`, { url: '' });
  expect(found.text).toContain(`See ${formulas}`);
});

test('what no extractor reads is an error that says so', async () => {
  await expect(extract(new TextEncoder().encode('PK\u0003\u0004'), { url: 'https://example.org/f' })).rejects.toThrow(/unsupported/);
  await expect(extract(new TextEncoder().encode('%PDF-1.7'), { url: 'https://example.org/f' })).rejects.toThrow(/corrupt-document/);
  await expect(extract('x', { url: '', contentType: 'image/png' })).rejects.toThrow(/image\/png/);
});
