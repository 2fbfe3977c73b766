import type { Manifest } from '../manifest.ts';

const fence = (language: string, lines: readonly string[]): string => ['```' + language, ...lines, '```'].join('\n');

/** How to read the current generation, and it alone, with what people use. */
export function loading({ format }: Manifest): string {
  const parquet = format === 'parquet';
  const reader = parquet ? "read_parquet(getvariable('shards'))" : "read_json(getvariable('shards'), format = 'newline_delimited')";
  const pandas = parquet ? 'pandas.read_parquet(s["path"])' : 'pandas.read_json(s["path"], lines=True, compression="zstd")';
  return [
    '## How to load it',
    'Run these in this folder. Files of earlier generations may lie beside the current ones, so go by `manifest.json` or by this card, not by a glob.',
    fence('python', ['# Hugging Face datasets', 'from datasets import load_dataset', 'documents = load_dataset(".", split="train")']),
    fence('sql', [
      '-- DuckDB',
      "SET VARIABLE shards = (SELECT list(s.path) FROM (SELECT unnest(shards) AS s FROM read_json('manifest.json')));",
      `SELECT host, count(*) FROM ${reader} GROUP BY host ORDER BY 2 DESC;`,
    ]),
    fence('python', [
      '# pandas',
      'import json, pandas',
      'shards = json.load(open("manifest.json"))["shards"]',
      `documents = pandas.concat(${pandas} for s in shards)`,
    ]),
  ].join('\n\n');
}
