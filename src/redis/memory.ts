import type { Redis } from 'ioredis';
import { factsOf, memoryShare } from './fitness.ts';

/** Above the first nothing new is taken in; below the second it is again. */
const FULL = 0.75;
const ROOMY = 0.7;
const EVERY_MS = 2000;

/** Watches how full a Redis is. */
export class MemoryWatch {
  readonly #client: Redis;
  readonly #timer: NodeJS.Timeout;
  #share: number | null = null;
  #full = false;

  constructor(client: Redis) {
    this.#client = client;
    this.#timer = setInterval(() => void this.look(), EVERY_MS).unref();
  }

  /** The part of its memory in use, when it was last asked; null when that is not known. */
  get share(): number | null {
    return this.#share;
  }

  get isFull(): boolean {
    return this.#full;
  }

  /** Asks now. While Redis is away, what was known stands. */
  async look(): Promise<void> {
    const info = await this.#client.info('memory').catch(() => null);
    if (info === null) return;
    this.#share = memoryShare(factsOf(info));
    this.#full = (this.#share ?? 0) > (this.#full ? ROOMY : FULL);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
