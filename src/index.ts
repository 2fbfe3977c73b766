/** What a program may use of Garner without its crawler: functions that are light to import. */
export { extract, type ExtractOptions } from './extract/extract-html.ts';
export { detectLanguage } from './language/language.ts';
export { judgeQuality, type QualityJudgement, type QualityOptions } from './quality/quality.ts';
export type { Evidence, Extraction, Licence, PageUrl, UseDecision } from './records.ts';
export { assessRights, type Assessment, type RightsInput } from './rights/assess.ts';
export { detectLicence } from './rights/licence/licence.ts';
export { robotsAccess, type RobotsAccess, type RobotsStep } from './robots/access.ts';
export { parseRobots, type Robots } from './robots/parse.ts';
export { openDedup, type DedupDocument, type OpenDedup } from './dedup/open.ts';
export { signature, similarity, type Signature } from './dedup/signature.ts';
export { canonicalize, type QueryRules } from './url/canonical.ts';
