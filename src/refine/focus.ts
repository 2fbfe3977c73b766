import type { Element } from 'domhandler';
import type { Focus } from '../config/topic.ts';
import { findLinks } from '../discover/links.ts';
import type { HtmlDocument } from '../html/document.ts';
import type { PageUrl, Refined, Step } from '../records.ts';
import { LinkReader } from '../topic/link-reader.ts';
import { TermIndex } from '../topic/terms.ts';
import { type Relevance, relevanceOf } from '../topic/topic.ts';
import type { Found } from './page.ts';
import type { Focused, RefineInput } from './refine.ts';

interface Compiled {
  readonly index: TermIndex;
  readonly relevance: Relevance;
}

/** A thread reads pages for one crawl after the other. */
let latest: { readonly digest: string; readonly compiled: Compiled } | null = null;

function compiledOf(focus: Focus): Compiled {
  if (latest?.digest !== focus.digest)
    latest = { digest: focus.digest, compiled: { index: new TermIndex(focus.terms), relevance: relevanceOf(focus) } };
  return latest.compiled;
}

/** Where a page leads, and how much each of its links promises; its own score is that of all that can be read on it. */
export function focusedLinks(focus: Focus, document: HtmlDocument, url: PageUrl, query: RefineInput['crawler']['query']): Found {
  const { index, relevance } = compiledOf(focus);
  const elements = new Map<PageUrl, Element[]>();
  const named = (link: PageUrl, element: Element): void => {
    const known = elements.get(link);
    if (known === undefined) elements.set(link, [element]);
    else known.push(element);
  };
  const { links, feeds } = findLinks(document, url, { ...query, named });
  const page = new LinkReader(index, document);
  const promises = links.map((link) => rounded(page.promiseOf(link, elements.get(link) ?? [])));
  // What a page says its language to be is often that of its template: all terms count.
  const score = relevance.score({ title: null, text: page.text, url, language: null });
  return { links, feeds, focused: { digest: focus.digest, score: rounded(score), promises } };
}

/** The same with the score of what was extracted from the page, when that is known. */
export function rescored(focus: Focus, focused: Focused | undefined, url: PageUrl, step: Step<Refined>): Focused {
  const known = focused ?? { digest: focus.digest, score: 0, promises: [] };
  if (!step.kept) return known;
  const { title, text } = step.record;
  return { ...known, score: rounded(compiledOf(focus).relevance.score({ title, text, url, language: null })) };
}

/** Two decimals are all that a priority can tell apart, and little to keep. */
const rounded = (score: number): number => Math.round(score * 100) / 100;
