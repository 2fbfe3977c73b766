import type { ObjectsSettings } from '../config/objects.ts';
import type { Objects } from './objects.ts';

/**
 * The object store of a project, or null where all is on the local disk. Its library is loaded only where there is one.
 *
 * @throws ObjectsError when it does not answer, or does not let us in.
 */
export async function openObjects(settings: ObjectsSettings | undefined): Promise<Objects | null> {
  if (settings === undefined) return null;
  const { openS3 } = await import('./s3.ts');
  return openS3(settings);
}
