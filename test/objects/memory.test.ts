import { objectsContract } from '../contracts/objects.ts';
import { memoryObjects } from './memory.ts';

const stores = new Map<string, Map<string, Uint8Array>>();

objectsContract('memory', async (name) => {
  const bodies = stores.get(name) ?? new Map<string, Uint8Array>();
  stores.set(name, bodies);
  return memoryObjects(bodies);
});
