/**
 * Writes what is made from the schemas: JSON Schemas, which give editors completion and checks in YAML files, and the tables of keys
 * and measures in the guide. Run by `npm run schemas`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchemas, schemaText } from './json-schema.ts';
import { withKeyTables } from './key-table.ts';
import { withMeasureTable } from './quality-measures.ts';

const root = join(import.meta.dirname, '..', '..');
const guide = join(root, 'docs', 'configuration.md');
const qualityGuide = join(root, 'docs', 'quality.md');
const schemas = editorSchemas();

mkdirSync(join(root, 'schemas'), { recursive: true });
for (const [name, schema] of schemas) writeFileSync(join(root, 'schemas', name), schemaText(schema));
writeFileSync(guide, withKeyTables(readFileSync(guide, 'utf8'), schemas));
writeFileSync(qualityGuide, withMeasureTable(readFileSync(qualityGuide, 'utf8')));
