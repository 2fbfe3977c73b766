import { setImmediate } from 'node:timers/promises';

/** Times that memory is looked at. */
const LOOKS = 10;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** Reads so many pages, the given ones again and again, and prints after each tenth what is in use once garbage is collected. */
export async function showMemory(pages: number, of: number, read: (page: number) => void): Promise<void> {
  const step = Math.ceil(pages / LOOKS);
  for (let done = 0; done < pages;) {
    read(done % of);
    done += 1;
    // Between pages, as in a worker: else nothing that waits for the loop is ever let go.
    if (done % 50 === 0) await setImmediate();
    if (done % step !== 0 && done !== pages) continue;
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    console.log(
      `memory ${String(done).padStart(7)} pages  heap ${megabytes(heapUsed)}  external ${megabytes(external)}  RSS ${megabytes(rss)}`,
    );
  }
}
