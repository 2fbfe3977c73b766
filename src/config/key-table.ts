import type { JsonSchema } from './json-schema.ts';

/** A Markdown table of all keys of a config file, or of each entry of a map: path, what it takes, default, meaning. */
function keyTable(file: JsonSchema): string {
  const { properties, additionalProperties: entry } = file;
  const schema = properties === undefined && typeof entry === 'object' && !Array.isArray(entry) ? entry : file;
  return ['| Key | Takes | Default | Meaning |', '|---|---|---|---|', ...rows(schema, '', schema.required ?? [])].join('\n');
}

function rows(schema: JsonSchema, above: string, required: readonly string[]): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, part]) => {
    if (typeof part !== 'object') return [];
    const path = `${above}${key}`;
    const nested = part.properties !== undefined;
    const cells = [
      `\`${path}\``,
      nested ? '' : takes(part),
      required.includes(key) ? '**required**' : nested || part.default === undefined ? '' : code(JSON.stringify(part.default)),
      part.description ?? '',
    ];
    return [`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`, ...rows(part, `${path}.`, part.required ?? [])];
  });
}

const code = (text: string): string => `\`${text.replace(/^"(.*)"$/, '$1')}\``;

/** What a key takes, in a few words. */
function takes({ type, enum: values, anyOf, items, examples, minimum, maximum }: JsonSchema): string {
  const choices = values ?? anyOf?.find((each) => each.enum !== undefined)?.enum;
  if (choices !== undefined) return choices.map((each) => code(String(each))).join(', ');
  if (Array.isArray(examples)) return `a ${String(examples[1]).endsWith('s') ? 'duration' : 'size'}`;
  if (type === 'boolean') return 'true, false';
  if (type === 'integer') return maximum === undefined ? `number from ${minimum ?? 0}` : `${minimum ?? 0} to ${maximum}`;
  if (type === 'number' && minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (type === 'array')
    return typeof items === 'object' && !Array.isArray(items) ? `list of ${takes(items).replace(/^text$/, 'texts')}` : 'list';
  if (type === 'object') return 'names and values';
  if (type === 'null') return code('null');
  return type === 'string' ? 'text' : (anyOf ?? []).map(takes).join(', ');
}

/** The guide with its tables of keys replaced: each stands between `<!-- keys of <schema file> -->` and `<!-- end -->`. */
export function withKeyTables(guide: string, schemas: ReadonlyMap<string, JsonSchema>): string {
  return guide.replaceAll(
    /(<!-- keys of (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole: string, begin: string, name: string, end: string) => {
      const schema = schemas.get(name);
      return schema === undefined ? whole : `${begin}${keyTable(schema)}\n${end}`;
    },
  );
}
