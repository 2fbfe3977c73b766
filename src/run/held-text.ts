import type { Instant } from '../records.ts';

/** Says for a person until when hosts are left alone: once for a crawler and an end, however many hosts and looks there are. */
export function heldText(say: (text: string) => void): (crawler: string, until: Instant, because: string) => void {
  const said = new Map<string, Instant>();
  return (crawler, until, because) => {
    if (said.get(crawler) === until) return;
    said.set(crawler, until);
    const time = new Date(until).toISOString().replace(/:\d\d\.\d+Z$/, 'Z');
    say(`${crawler} waits until ${time}: ${because}.`);
  };
}
