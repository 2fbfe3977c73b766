import { afterAll, describe, expect, test } from 'vitest';
import { refinePage } from '../../src/refine/page.ts';
import { createRefinePool } from '../../src/refine/pool.ts';
import { article, inputOf } from './inputs.ts';

const MIB = 2 ** 20;
/** Quickly parsed, slowly extracted: Readability looks at every table many times. */
const heavy = article().replace('</article>', `${'<table><tr><td>a</td></tr></table>'.repeat(30_000)}</article>`);

describe('threads', () => {
  const pool = createRefinePool({ workers: 2, deadlineMs: 30_000, memoryBytes: 512 * MIB });
  afterAll(() => pool.close());

  test('give what refining here gives, for many pages at once', async () => {
    const inputs = Array.from({ length: 12 }, (_, i) => inputOf(article(`<meta name="author" content="Author ${i}">`)));
    const results = await Promise.all(inputs.map((input) => pool.refine(input)));
    expect(results).toEqual(await Promise.all(inputs.map((input) => refinePage(input))));
  });

  test('leave the body to the caller, and count it while they have it', async () => {
    const bytes = new TextEncoder().encode(`..${article()}..`);
    const input = inputOf(bytes.subarray(2, -2));
    const refined = pool.refine(input);
    expect(pool.pendingBytes).toBe(bytes.length - 4);
    expect((await refined).step.kept).toBe(true);
    expect(input.body.byteLength).toBe(bytes.length - 4);
    expect(pool.pendingBytes).toBe(0);
  });
});

test('a thread that cannot begin is no fault of the page', async () => {
  const pool = createRefinePool({ workers: 1, deadlineMs: 1000, memoryBytes: 4 * MIB });
  await expect(pool.refine(inputOf(article()))).rejects.toThrow(/no thread to refine in/);
  await pool.close();
});

describe('a page that is too much for its thread', () => {
  test('is dropped at its deadline, keeps its links, and harms no other', async () => {
    const pool = createRefinePool({ workers: 1, deadlineMs: 6000, memoryBytes: 512 * MIB });
    const [late, next] = await Promise.all([
      pool.refine(inputOf(heavy)),
      pool.refine(inputOf('<p>A short page, but long enough to be kept.')),
    ]);
    expect(late.step).toEqual({ kept: false, drop: { stage: 'refine', rule: 'deadline', because: 'not done after 6000 ms' } });
    expect(late.links).toHaveLength(3);
    expect(late.feeds).toEqual(['https://example.org/feed.xml']);
    expect(next.step.kept || next.step.drop.rule).not.toBe('crashed');
    expect(pool.pendingBytes).toBe(0);
    await pool.close();
  });

  test('is dropped when it wants more memory than there is, and the next one is refined', async () => {
    const pool = createRefinePool({ workers: 1, deadlineMs: 60_000, memoryBytes: 64 * MIB });
    const big = await pool.refine(inputOf(heavy));
    expect(big.step).toMatchObject({ kept: false, drop: { stage: 'refine', rule: 'out-of-memory', because: 'more than 64 MiB of heap' } });
    expect((await pool.refine(inputOf(article()))).step.kept).toBe(true);
    await pool.close();
  });
});
