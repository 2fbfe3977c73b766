import type { Frame, Page, Request, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import type { PageUrl } from '../../src/records.ts';
import type { PageRequests } from '../../src/render/page-requests.ts';
import type { RenderRequest } from '../../src/render/render.ts';
import { router } from '../../src/render/router.ts';

test('a page goes nowhere, and leads to so many places at most', async () => {
  const frame = {} as Frame;
  const request = { url: 'http://a.test/' as PageUrl, headers: [], body: Buffer.from('<p>text</p>') } as unknown as RenderRequest;
  const leads = new Set<string>();
  const ended: string[] = [];
  const handle = router({ mainFrame: () => frame } as Page, request, {} as PageRequests, leads);
  const goes = (url: string, from = frame): Promise<void> => {
    const wanted = { url: () => url, isNavigationRequest: () => true, frame: () => from };
    return handle({
      request: () => wanted as Request,
      fulfill: async () => void ended.push('given'),
      abort: async (why?: string) => void ended.push(String(why)),
    } as Route);
  };
  await goes('http://a.test/');
  await goes('http://a.test/framed', {} as Frame);
  for (let n = 0; n < 40; n += 1) await goes(`http://a.test/${n}`);
  expect([...leads]).toEqual(Array.from({ length: 20 }, (_, n) => `http://a.test/${n}`));
  expect(ended).toEqual(['given', ...Array.from({ length: 41 }, () => 'aborted')]);
});
