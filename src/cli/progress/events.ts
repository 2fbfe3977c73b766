/** JSON lines for programs: each has its `event`, the last of a command is `summary`. */
export interface Events {
  tell(event: { readonly event: string } & Readonly<Record<string, unknown>>): void;
  /** Tells what `event` gives, each so many milliseconds, until it is stopped; nothing when that is null. */
  every(ms: number, event: () => Parameters<Events['tell']>[0] | null): { stop(): void };
}

export function openEvents(out: NodeJS.WritableStream): Events {
  const tell: Events['tell'] = (event) => void out.write(`${JSON.stringify(event)}\n`);
  return {
    tell,
    every(ms, event) {
      const timer = setInterval(() => {
        const next = event();
        if (next !== null) tell(next);
      }, ms).unref();
      return { stop: () => clearInterval(timer) };
    },
  };
}
