import { existsSync, statSync } from 'node:fs';

/** Bytes of a file; 0 when it is not there. */
export const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);
