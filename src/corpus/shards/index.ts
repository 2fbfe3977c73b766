import { jsonl } from './jsonl.ts';
import { parquet } from './parquet.ts';
import type { ShardFormat } from './shard.ts';

/** Every shard format by the name that `config/garner.yaml` uses. */
export const shardFormats: Readonly<Record<ShardFormat['name'], ShardFormat>> = { parquet, jsonl };
