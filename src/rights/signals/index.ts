import { aiAgentBlocks } from './ai-agent-blocks.ts';
import { aiTxt } from './ai-txt.ts';
import { contentSignal } from './content-signal.ts';
import { contentUsage } from './content-usage.ts';
import { importStatement } from './import-statement.ts';
import { llmsTxt } from './llms-txt.ts';
import { robotsMeta } from './robots-meta.ts';
import { robotsTag } from './robots-tag.ts';
import { robotsTxt } from './robots-txt.ts';
import { rsl } from './rsl.ts';
import type { Signal } from './signal.ts';
import { tdmrep } from './tdmrep.ts';

/** Every family of signals that is read. A new one is a file beside these and a line here. */
export const signals: readonly Signal[] = [
  robotsTxt,
  robotsTag,
  robotsMeta,
  contentUsage,
  contentSignal,
  tdmrep,
  rsl,
  aiTxt,
  aiAgentBlocks,
  llmsTxt,
  importStatement,
];
