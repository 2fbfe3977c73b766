import { z } from 'zod';
import { crawlerSchema } from './crawler.ts';
import { importSchema } from './import.ts';
import type { ConfigPath } from './problem.ts';
import { projectSchema } from './project.ts';
import { qualitySchema } from './quality.ts';
import { rightsSchema } from './rights.ts';
import { schedulesSchema } from './schedule.ts';
import { topicSchema } from './topic.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

const REFERENCE = { type: 'string', pattern: String.raw`\$\{env:[A-Za-z_][A-Za-z0-9_]*\}` } as const;

/** Draft 7, for that is what the YAML language server of editors reads. Where `${env:NAME}` is allowed, a reference passes for any text. */
function written(schema: z.ZodType, title: string, mayRefer: (path: ConfigPath) => boolean): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema, path }) => {
      if (path.length === 0) jsonSchema.title = title;
      // `maximum` of any integer in JavaScript: true of every number, and noise for people.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      const { type, pattern, enum: values, format } = jsonSchema;
      if (!mayRefer(path) || type !== 'string' || path.includes('propertyNames') || (pattern ?? values ?? format) === undefined) return;
      delete jsonSchema.pattern;
      delete jsonSchema.enum;
      delete jsonSchema.format;
      const own = {
        ...(pattern !== undefined && { pattern }),
        ...(values !== undefined && { enum: values }),
        ...(format !== undefined && { format }),
      };
      jsonSchema.anyOf = [own, REFERENCE];
    },
  });
}

const nowhere = (): boolean => false;

/** The schemas for editors by file name. */
export const editorSchemas = (): ReadonlyMap<string, JsonSchema> =>
  new Map([
    ['crawler.schema.json', written(crawlerSchema, 'Garner crawler: crawlers/<host>.yaml', nowhere)],
    ['garner.schema.json', written(projectSchema, 'Garner project: config/garner.yaml', () => true)],
    ['import.schema.json', written(importSchema, 'Garner import: config/imports/<name>.yaml', nowhere)],
    ['quality.schema.json', written(qualitySchema, 'Garner quality preset: config/quality/<name>.yaml', nowhere)],
    ['rights.schema.json', written(rightsSchema, 'Garner rights policy: config/rights.yaml', nowhere)],
    ['schedules.schema.json', written(schedulesSchema, 'Garner schedules: config/schedules.yaml', (path) => path.at(-1) === 'webhook')],
    ['topic.schema.json', written(topicSchema, 'Garner topic: config/topics/<name>.yaml', nowhere)],
  ]);

/** As they stand in `schemas/`. */
export const schemaText = (schema: JsonSchema): string => `${JSON.stringify(schema, null, 2)}\n`;

/** What a zod schema takes, as plain data to look things up in. */
export const inputSchema = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });

/** The part of a schema that is about a path; null where the path leads out of it. */
export function schemaAt(schema: JsonSchema, path: ConfigPath): JsonSchema | null {
  let part = schema;
  for (const step of path) {
    const next = [part, ...(part.anyOf ?? [])]
      .map(({ properties, items, additionalProperties }) =>
        typeof step === 'number' ? items : (properties?.[step] ?? additionalProperties),
      )
      .find((each) => typeof each === 'object' && !Array.isArray(each));
    if (next === undefined) return null;
    part = next as JsonSchema;
  }
  return part;
}

/** All paths to a key of this name, without those through lists. */
export function pathsOfKey(schema: JsonSchema, name: string, above: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, part]) => [
    ...(key === name ? [[...above, key]] : []),
    ...(typeof part === 'object' ? pathsOfKey(part, name, [...above, key]) : []),
  ]);
}
