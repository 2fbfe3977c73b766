import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';

interface Options {
  readonly client: Redis;
  readonly namespace: string;
  /** How long, in milliseconds, after a restart nothing is known for sure: the longest lease and the longest rest. */
  readonly graceMs: number;
}

/** Uptime is told in whole seconds. */
const SECOND = 1000;

/**
 * Knows when the server was restarted. One that is killed forgets what it was told last, up to two seconds of it (it answers before the file is
 * written while a flush takes its time): leases may be held of which it knows nothing, and rests be due. So for a while nothing may be begun.
 */
export class RestartWatch {
  readonly #options: Options;
  readonly #key: string;
  readonly #hushed: string;
  #quietUntil = 0;
  #count = 0;
  #life: string | null = null;
  #noting: NodeJS.Timeout | undefined;
  /** Connections so far. */
  #connections = 0;
  #isClosed = false;

  constructor(options: Options) {
    this.#options = options;
    this.#key = `${options.namespace}:fleet:life`;
    this.#hushed = `${options.namespace}:fleet:hushed`;
    options.client.on('ready', this.#onReady);
  }

  /** Restarts since this process began to watch. */
  get count(): number {
    return this.#count;
  }

  /** The server's life when it was last looked at; null before that. */
  get life(): string | null {
    return this.#life;
  }

  /** Nothing may be begun before this instant. */
  readonly quietUntil = (): number => this.#quietUntil;

  /** Names the server's life: another one after each restart. */
  async look(): Promise<string> {
    const { client, graceMs } = this.#options;
    const connection = this.#connections;
    const info = await client.info('server');
    const life = /^run_id:(\w+)/m.exec(info)?.[1] ?? '';
    const uptimeMs = Number(/^uptime_in_seconds:(\d+)/m.exec(info)?.[1] ?? 0) * SECOND;
    if (this.#life !== null && this.#life !== life) this.#count += 1;
    this.#life = life;
    await client.set(this.#key, life, 'NX');
    const known = await client.get(this.#key);
    const leftMs = known === life ? 0 : Math.max(0, graceMs + SECOND - uptimeMs);
    const hushedMs = await client.pttl(this.#hushed);
    // What it was told over a connection that is lost says nothing of the server behind the next one.
    if (connection === this.#connections) this.#quietUntil = Date.now() + Math.max(leftMs, hushedMs);
    if (known !== life) this.#noteLater(life, leftMs);
    return life;
  }

  /** For so long nothing may be begun, by whoever looks from now on: the server has lost what it knew of leases and rests. Never shortened. */
  async hush(ms: number): Promise<void> {
    const { client } = this.#options;
    if ((await client.pttl(this.#hushed)) < ms) await client.set(this.#hushed, '1', 'PX', ms);
    await this.look();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#noting);
    this.#options.client.off('ready', this.#onReady);
  }

  readonly #onReady = (): void => {
    this.#quietUntil = Number.POSITIVE_INFINITY;
    this.#connections += 1;
    void this.#lookUntilTold(this.#connections);
  };

  /** A server that answers with an error, as one does whose memory or disk is full, is asked again; a connection that is lost comes back as another one. */
  async #lookUntilTold(connection: number): Promise<void> {
    while (!this.#isClosed && connection === this.#connections) {
      const life = await this.look().catch(() => null);
      if (life !== null) return;
      await sleep(SECOND, undefined, { ref: false });
    }
  }

  /** Whoever comes after that need not wait any more. */
  #noteLater(life: string, ms: number): void {
    clearTimeout(this.#noting);
    this.#noting = setTimeout(() => {
      if (this.#life === life) void this.#options.client.set(this.#key, life).catch(() => undefined);
    }, ms).unref();
  }
}
