import type { Digest } from '../records.ts';
import type { Access } from './access.ts';
import type { CrawlerConfig } from './crawler.ts';
import type { ImportConfig } from './import.ts';
import type { ProjectSettings } from './project.ts';
import type { QualityPreset } from './quality-preset.ts';
import type { RightsSettings } from './rights.ts';
import type { ScheduleConfig } from './schedule.ts';
import type { TopicConfig } from './topic.ts';

/** Everything a command may know about what the user wants: loaded once, frozen through and through. */
export interface Config extends ProjectSettings {
  /** Absolute path of the project folder. */
  readonly root: string;
  /** Absolute path. */
  readonly storage: string;
  readonly crawlers: ReadonlyMap<string, CrawlerConfig>;
  /** What crawlers state of origins; it goes to each of these and to no other. */
  readonly access: Access;
  /** No name is both a crawler's and an import's. */
  readonly imports: ReadonlyMap<string, ImportConfig>;
  readonly topics: ReadonlyMap<string, TopicConfig>;
  /** Of `config/rights.yaml`; what is left out there is as the profile `rights` has it. */
  readonly rightsPolicy: RightsSettings;
  /** The presets of `config/quality/`, with what they extend; `presetOf` knows Garner's besides. */
  readonly quality: ReadonlyMap<string, QualityPreset>;
  readonly schedules: ReadonlyMap<string, ScheduleConfig>;
  /** Of the resolved config, secrets and schedules left out. */
  readonly digest: Digest;
}
