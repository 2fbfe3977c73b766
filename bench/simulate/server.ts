/** One Redis, as it is loaded: a queue before one thread. Times are virtual milliseconds. */
export class Server {
  #backlogMs = 0;
  #since = 0;
  /** CPU that was asked of it. */
  busyMs = 0;
  downFrom = Number.POSITIVE_INFINITY;
  downUntil = Number.POSITIVE_INFINITY;

  isDown(now: number): boolean {
    return now >= this.downFrom && now < this.downUntil;
  }

  /** How long whoever asks now for so much of its CPU waits for the answer. */
  ask(costMs: number, now: number): number {
    if (this.isDown(now)) {
      this.#backlogMs = 0;
      this.#since = this.downUntil;
      this.busyMs += costMs;
      return this.downUntil - now + costMs;
    }
    if (now > this.#since) {
      this.#backlogMs = Math.max(0, this.#backlogMs - (now - this.#since));
      this.#since = now;
    }
    this.#backlogMs += costMs;
    this.busyMs += costMs;
    return this.#backlogMs;
  }
}

const SLOTS = 16_384;

/** CRC-16/XMODEM of what stands in braces, which is what a Redis Cluster goes by (cluster specification, "hash tags"). */
export function slotOf(tag: string): number {
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc % SLOTS;
}

/** Slots are dealt out in ranges of one length, as `redis-cli --cluster create` does it. */
export const serverOf = (tag: string, servers: number): number => Math.floor((slotOf(tag) * servers) / SLOTS);
