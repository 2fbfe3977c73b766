import { importStatement } from './import-statement.ts';
import { robotsMeta } from './robots-meta.ts';
import { robotsTag } from './robots-tag.ts';
import { robotsTxt } from './robots-txt.ts';
import type { Signal } from './signal.ts';

/** Every family of signals that is read. A new one is a file beside these and a line here. */
export const signals: readonly Signal[] = [robotsTxt, robotsTag, robotsMeta, importStatement];
