import { type Document, type Element, isTag, isText, type Text } from 'domhandler';
import { baseUrlOf } from '../html/base.ts';
import type { Drop, Extraction, PageType, Step } from '../records.ts';
import { Flag } from './blocks/flags.ts';
import type { Block, Layout } from './blocks/layout.ts';
import { layOut } from './blocks/walk.ts';
import { removedBy } from './content.ts';
import type { ExtractPage, Extractor } from './extract.ts';
import type { Claims } from './features/hints.ts';
import { surroundingsOf } from './features/surroundings.ts';
import type { Thing } from '../html/json-ld.ts';
import { thingsIn } from './json-ld.ts';
import { dropBesidePosts } from './model/beside-posts.ts';
import { confidenceOf, decide } from './model/decide.ts';
import { keepHeadings } from './model/headings.ts';
import { opinionOf } from './model/opinion.ts';
import { dropMenus } from './model/menus.ts';
import { keepWholeLines } from './model/whole-lines.ts';
import { keepWhole } from './model/whole.ts';
import { pageTypeOf } from './model/page-type.ts';
import { trainedWeights, WEIGHTS_VERSION } from './model/trained.ts';
import type { Weights } from './model/weights.ts';
import { markdownOf } from './render/markdown.ts';
import type { Piece } from './render/piece.ts';
import { plainOf } from './render/plain.ts';
import { selectionOf } from './render/selection.ts';
import { shapeOf } from './render/shape.ts';
import { badSelector, outermost, selected } from './select.ts';
import { claimsOf } from './stated/claims.ts';
import { hiddenText } from './stated/hidden-text.ts';
import { ownType } from './stated/own-type.ts';
import { statementOf } from './stated/statement.ts';

/** The version of the code and, after the plus sign, that of its weights. */
const ID = `garner@7+${WEIGHTS_VERSION}`;
/** Letters of text below which a page says nothing. */
const MIN_LETTERS = 25;
/** Ideographs and syllables say more than letters. */
const lengthOf = (text: string): number =>
  text.length +
  (text.slice(0, MIN_LETTERS).match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0);
/** Words below which structured data is asked whether it says more. */
const FEW_WORDS = 60;

const dropped = (rule: string, because: string): { kept: false; drop: Drop } => ({
  kept: false,
  drop: { stage: 'extract', rule, because },
});

const isConcealed = ({ flags }: Block): boolean => (flags & Flag.concealed) !== 0;
const FURNITURE = Flag.nav | Flag.header | Flag.footer | Flag.aside | Flag.dialog | Flag.hidden;

const wordsIn = (blocks: readonly Block[]): number => blocks.reduce((sum, { words }) => sum + words, 0);

/** Without what is hidden; but a page that hides most of its text shows it by a script. */
function shownOf(blocks: readonly Block[]): readonly Block[] {
  const shown = blocks.filter((block) => !isConcealed(block));
  return wordsIn(shown) * 2 >= wordsIn(blocks) ? shown : blocks;
}

/** All that is no furniture, where nothing is likely to be main text; but a few words for those whose browser runs no scripts are no text of a page. */
function restOf(blocks: readonly Block[]): readonly Block[] {
  const rest = blocks.filter(({ flags }) => (flags & FURNITURE) === 0);
  return wordsIn(rest) < FEW_WORDS ? rest.filter(({ flags }) => (flags & Flag.noscript) === 0) : rest;
}

interface Chosen {
  readonly blocks: readonly Block[];
  readonly confidence: number | null;
  readonly pageType: Extraction['pageType'];
}

/** Blocks within what the config's `content` selector names; null when it names nothing on this page. */
function selectedBlocks(page: ExtractPage, { document, blocks }: Layout): Block[] | null {
  const content = outermost(selected(page.select.content, document));
  if (content.length === 0) return null;
  const within = new Set<Element>(content);
  return blocks.filter((block) => {
    if (isConcealed(block)) return false;
    for (let up: Element | null = parentOf(block); up !== null; up = up.parent !== null && isTag(up.parent) ? up.parent : null)
      if (within.has(up)) return true;
    return false;
  });
}

const parentOf = ({ texts }: Block): Element | null => {
  const parent = texts[0]?.parent ?? null;
  return parent !== null && isTag(parent) ? parent : null;
};

function choose(page: ExtractPage, layout: Layout, claims: Claims, own: PageType | null, weights: Weights): Chosen {
  const surroundings = surroundingsOf(layout, page.url);
  const pageType = own ?? pageTypeOf(surroundings, claims, weights);
  const wanted = selectedBlocks(page, layout);
  if (wanted !== null) return { blocks: wanted, confidence: null, pageType };
  const likely = opinionOf(surroundings, weights);
  const kept = decide(layout.blocks, likely);
  keepHeadings(layout.blocks, likely, kept);
  dropMenus(layout, kept);
  if (pageType === 'forum') dropBesidePosts(layout, kept);
  keepWhole(layout, kept, pageType);
  keepWholeLines(layout, kept);
  const blocks = shownOf(layout.blocks.filter((_block, row) => kept[row] === 1));
  if (blocks.reduce((sum, { letters }) => sum + letters, 0) >= MIN_LETTERS)
    return { blocks, confidence: confidenceOf(layout.blocks, likely, kept), pageType };
  return { blocks: restOf(layout.blocks), confidence: 0, pageType };
}

function textsIn(document: Document): Text[] {
  const texts: Text[] = [];
  const look = (nodes: Document['children']): void => {
    for (const node of nodes) {
      if (isText(node)) texts.push(node);
      else if (isTag(node)) look(node.children);
    }
  };
  look(document.children);
  return texts;
}

/** What structured data says, when the page shows little and it says more. */
function hiddenPieces(
  { select, write }: ExtractPage,
  document: Document,
  things: readonly Thing[],
  shown: number,
  base: string,
): readonly Piece[] | null {
  if (shown >= FEW_WORDS || select.content !== undefined) return null;
  const hidden = hiddenText(things, document);
  if (hidden === null) return null;
  const said = wordsIn(layOut(hidden).blocks);
  return said > 2 * shown ? shapeOf(hidden, selectionOf(textsIn(hidden)), base, new Set(), write) : null;
}

/** Extracts with these weights, which may be those of a fold. */
export function extractWith(page: ExtractPage, weights: Weights): Step<Extraction> {
  const { document, select } = page;
  if (document === null) return dropped('no-markup', `${page.mediaType} was not parsed as HTML`);
  const bad = badSelector([select.content, select.title, select.author, select.date, ...select.remove]);
  if (bad !== null) return dropped('bad-selector', `select: ${bad} is not a CSS selector`);
  const removed = removedBy(page, document);
  const layout = layOut(document, removed);
  const { survey } = document;
  const things = thingsIn(survey.scripts);
  const { blocks, confidence, pageType } = choose(page, layout, claimsOf(survey, things), ownType(document, things, page.url), weights);
  const base = baseUrlOf(document, page.url);
  const pieces =
    hiddenPieces(page, document, things, wordsIn(blocks), base) ??
    shapeOf(document, selectionOf(blocks.flatMap(({ texts }) => texts)), base, removed, page.write);
  const text = plainOf(pieces);
  if (lengthOf(text) < MIN_LETTERS) {
    const because = text === '' ? 'no visible text' : `${text.length} letters of visible text, less than ${MIN_LETTERS}`;
    return dropped('no-text', because);
  }
  const statement = statementOf(page, document, things, layout, blocks, pageType);
  return { kept: true, record: { ...statement, text, markdown: markdownOf(pieces), pageType, confidence, extractor: ID } };
}

/** Garner's own extractor: blocks of the light tree, chosen by a small trained model. */
export const garnerExtractor: Extractor = {
  id: ID,
  mediaTypes: ['text/html'],
  extract: (page) => extractWith(page, trainedWeights()),
};
