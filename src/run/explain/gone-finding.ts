import type { Config } from '../../config/config.ts';
import { isOf } from '../../config/selection.ts';
import type { Gone } from '../../ledger/ledger.ts';
import { goneDrop, goneText } from '../../revisit/gone.ts';
import { rulesOf } from '../curation.ts';
import { type Finding, finding } from './explanation.ts';

/** What comes of it that a host has a page no longer: for each corpus that has the page's crawler or import. */
export function goneFinding(config: Config, owner: string, gone: Gone): Finding {
  const told = corporaOf(config, owner).map((name) => {
    if (rulesOf(config, name).gone === 'keep') return `a build of ${name} keeps its document (gone: keep)`;
    if (goneDrop(gone) !== null) return `a build of ${name} leaves its document out (gone: drop)`;
    return `a build of ${name} leaves its document out when that is answered for a day and more (gone: drop)`;
  });
  return finding('gone', '?', `gone from its host: ${goneText(gone)}`, told);
}

/** Whether no corpus takes a page that is gone. */
export const isLeftOut = (config: Config, owner: string, gone: Gone): boolean =>
  goneDrop(gone) !== null && corporaOf(config, owner).every((name) => rulesOf(config, name).gone === 'drop');

/** The topics that have a crawler or an import; itself, where none has. */
function corporaOf(config: Config, owner: string): readonly string[] {
  const source = config.crawlers.get(owner) ?? config.imports.get(owner);
  const topics = [...config.topics.values()].filter((topic) => source !== undefined && isOf(topic, source));
  return topics.length > 0 ? topics.map(({ name }) => name).sort() : [owner];
}
