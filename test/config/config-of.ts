import type { Config } from '../../src/config/config.ts';
import { digestOf } from '../../src/config/digest.ts';
import { projectSchema } from '../../src/config/project.ts';
import { rightsSchema } from '../../src/config/rights.ts';

/** A configuration of these settings and this policy of rights, in no folder, with no crawlers and topics. */
export function configOf(settings: object, rights: object = {}): Config {
  const project = projectSchema.parse(settings);
  return {
    ...project,
    root: '/',
    storage: '/storage',
    access: new Map(),
    crawlers: new Map(),
    imports: new Map(),
    topics: new Map(),
    quality: new Map(),
    schedules: new Map(),
    rightsPolicy: rightsSchema.parse(rights),
    digest: digestOf(project),
  };
}
