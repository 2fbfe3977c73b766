import type { MessagePort } from 'node:worker_threads';
import { type Bare, extractBare } from '../extract/bare.ts';
import { prepareExtractor } from '../extract/index.ts';
import type { Described, Extraction, Step } from '../records.ts';
import { type Found, refinePage } from './page.ts';
import type { RefineInput, RefineResult } from './refine.ts';
import { openTextReader } from './text.ts';
import type { Message } from './threads.ts';

const started: Message<never> = { kind: 'started' };

/** Refines a page, telling its links as soon as they are known: they survive an extractor that does not return. */
export async function refine({ input, port }: { readonly input: RefineInput; readonly port: MessagePort }): Promise<RefineResult> {
  // Before the page's time begins.
  await Promise.all([prepareExtractor(input.crawler.extractor), openTextReader()]);
  port.postMessage(started);
  try {
    return await refinePage(input, (news) => port.postMessage({ kind: 'news', news } satisfies Message<Found>));
  } finally {
    port.close();
  }
}

/** Extracts a page outside of any crawl. */
export async function extract({ page, port }: { readonly page: Bare; readonly port: MessagePort }): Promise<Step<Extraction>> {
  await prepareExtractor(page.extractor);
  port.postMessage(started);
  try {
    return await extractBare(page);
  } finally {
    port.close();
  }
}

interface TextTask {
  readonly text: string;
  readonly declared: string | null;
  readonly port: MessagePort;
}

/** Tells of a text what can be told of it by itself. */
export async function describe({ text, declared, port }: TextTask): Promise<Described> {
  const reader = await openTextReader();
  port.postMessage(started);
  try {
    return reader.describe(text, declared);
  } finally {
    port.close();
  }
}
