import { expect, test } from 'vitest';
import { layOut } from '../../src/extract/blocks/walk.ts';
import { keepWholeLines } from '../../src/extract/model/whole-lines.ts';
import { parseHtml } from '../../src/html/parse.ts';

/** Which blocks are kept in the end, of a page that keeps those with a full stop. */
function keptOf(html: string): number[] {
  const layout = layOut(parseHtml(html));
  const kept = Uint8Array.from(layout.blocks, ({ texts }) => (texts.some(({ data }) => data.includes('.')) ? 1 : 0));
  keepWholeLines(layout, kept);
  return [...kept];
}

test("a page's own element is kept with the line it stands in", () => {
  expect(keptOf('<p>As <x-source><a href="/s">a study</a></x-source> of 2017 found. So be it.</p>')).toEqual([0, 1, 1]);
  expect(keptOf('<p>It was found by <x-source>a study</x-source></p>')).toEqual([0, 0]);
  expect(keptOf('<div><p>A paragraph.</p><x-card>A card</x-card></div>')).toEqual([1, 0]);
  expect(keptOf('<p>Hidden. <x-source hidden>a study</x-source> stays so.</p>')).toEqual([1, 0, 1]);
});
