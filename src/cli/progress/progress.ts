import cliTruncate from 'cli-truncate';
import { createLogUpdate } from 'log-update';

const TTY_MS = 200;
const PIPE_MS = 10_000;

/** What is shown while a command works: lines that are drawn anew in place on a terminal, and one line now and then elsewhere. */
export interface Shown {
  readonly live: (columns: number, rows: number) => readonly string[];
  readonly plain: () => string;
}

/** Whether the terminal can be drawn on. */
const isDrawable = (out: NodeJS.WriteStream): boolean => out.isTTY && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined;

/** How things stand: a view that is drawn in place on a terminal, plain lines in a pipe. What is said stands above it. */
export class StatusLine {
  readonly #out: NodeJS.WriteStream;
  readonly #draw: ReturnType<typeof createLogUpdate> | null;
  readonly #timer: NodeJS.Timeout;
  readonly #redraw = (): void => this.#show();
  #shown: Shown | null = null;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    this.#draw = isDrawable(out) ? createLogUpdate(out) : null;
    this.#timer = setInterval(this.#redraw, this.#draw === null ? PIPE_MS : TTY_MS).unref();
    if (this.#draw !== null) out.on('resize', this.#redraw);
  }

  /** What to show from now on. */
  set(shown: string | (() => string) | Shown): void {
    if (typeof shown === 'object') this.#shown = shown;
    else {
      const plain = typeof shown === 'string' ? () => shown : shown;
      this.#shown = { plain, live: () => [plain()] };
    }
  }

  /** A line of its own, above what is drawn. */
  say(text: string): void {
    this.#draw?.clear();
    this.#out.write(`${text}\n`);
    if (this.#draw !== null) this.#show();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#out.off('resize', this.#redraw);
    this.#shown = null;
    this.#draw?.clear();
    this.#draw?.done();
  }

  #show(): void {
    if (this.#shown === null) return;
    const columns = this.#out.columns || 80;
    const rows = this.#out.rows || 24;
    if (this.#draw === null) {
      const line = this.#shown.plain();
      if (line !== '') this.#out.write(`${line}\n`);
      return;
    }
    const lines = this.#shown.live(columns, rows).filter((line) => line !== '');
    // One row less than there are: a full screen would scroll.
    this.#draw(
      lines
        .slice(0, Math.max(1, rows - 1))
        .map((line) => cliTruncate(line, columns - 1))
        .join('\n'),
    );
  }
}
