import type { BuildProgress } from '../../corpus/build.ts';
import { bar, figure, secondsText } from './figures.ts';
import type { Shown } from './progress.ts';

const PHASES = {
  reading: 'reading the ledger',
  comparing: 'comparing the pages of each host',
  refining: 'judging pages',
  writing: 'writing rows',
} as const;

/** How a build stands: its phase, how far that is, and how long it will take at this pace. */
export class BuildView implements Shown {
  #progress: BuildProgress | null = null;
  #since = Date.now();

  update(progress: BuildProgress): void {
    if (progress.phase !== this.#progress?.phase) this.#since = Date.now();
    this.#progress = progress;
  }

  readonly plain = (): string => {
    if (this.#progress === null) return '';
    const { phase, done, total } = this.#progress;
    return `${PHASES[phase]}: ${figure(done)}${total === null ? '' : ` of ${figure(total)}`}`;
  };

  readonly live = (columns: number): readonly string[] => {
    if (this.#progress === null) return [];
    const { done, total } = this.#progress;
    if (total === null || total === 0) return [this.plain()];
    const ms = Date.now() - this.#since;
    const left = done === 0 || ms < 1000 ? '' : `  ${secondsText((ms / done) * (total - done))} left`;
    return [this.plain(), `${bar(done / total, Math.min(40, columns - 20))}${left}`];
  };
}
