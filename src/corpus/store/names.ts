import { shardPath } from '../manifest.ts';

/** What lies in a corpus folder, by names relative to it. */

export const MANIFEST = 'manifest.json';
const GENERATION = /^manifests\/[1-9]\d*\.json$/;
/** What tells people and programs of generations. */
const COMPANION = /^(?:README\.md|croissant\.json|report\.html|plots\/[\w.-]+\.svg|reports\/\d+\.(?:html|difference\.json))$/;

export const isShard = (name: string): boolean => shardPath.test(name);
export const isGeneration = (name: string): boolean => GENERATION.test(name);
export const isCompanion = (name: string): boolean => COMPANION.test(name);

export const generationName = (generation: number): string => `manifests/${generation}.json`;
