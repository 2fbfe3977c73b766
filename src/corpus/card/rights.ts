import { figure, percent, roughly } from '../figures.ts';
import type { Manifest } from '../manifest.ts';
import { USES } from '../rights-count.ts';
import { code, table } from './markdown.ts';

const SHOWN = 50;

/** What the sources say about using their pages, what of that was met how often, and what it cost. Nothing in manifests that do not tell. */
export function rights({ makeup, counts }: Manifest): readonly string[] {
  const { rights: told, characters } = makeup;
  if (told === undefined) return [];
  const { uses, obligations, signals, cost } = told;
  const decisions = Object.entries(USES).map(([use, name]) => {
    const { allow = 0, conditional = 0, unknown = 0, deny = 0 } = uses[use as keyof typeof USES];
    return [name, figure(allow), figure(conditional), figure(unknown), figure(deny)];
  });
  const bound = obligations.top.slice(0, SHOWN).map(([name, documents]) => [code(name), figure(documents)]);
  const met = signals.top.slice(0, SHOWN).map(([name, pages, kept]) => [code(name), figure(pages), figure(kept)]);
  const lost = cost.map(({ rule, pages }) => [
    code(rule),
    figure(pages),
    percent(pages, counts.captured),
    counts.kept === 0 ? '–' : roughly((pages * characters) / counts.kept),
  ]);
  return [
    [
      '## Rights',
      'What the sources of the documents say about each use; the signals themselves are in the column `rights`.',
      table(['Use', 'Allowed', 'On conditions', 'Not said', 'Denied'], decisions),
      ...(bound.length === 0 ? [] : ['Training is bound to this:', table(['Condition', 'Documents'], bound)]),
      ...(met.length === 0
        ? []
        : ['Signals, and how many of the pages they are about were kept:', table(['Signal', 'Pages', 'Kept'], met)]),
      ...(lost.length === 0
        ? ['No page was dropped for its rights.']
        : [
            'What heeding them cost. Characters are what as many pages came to among the documents that were kept.',
            table(['Dropped by', 'Pages', 'Share', 'Characters, about'], lost),
          ]),
    ].join('\n\n'),
  ];
}
