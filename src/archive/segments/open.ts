import type { Objects } from '../../objects/objects.ts';
import type { Segments } from '../segments.ts';
import { FolderSegments } from './folder.ts';
import { SharedSegments } from './shared-segments.ts';

/** The segments in a folder, or with a store those that its machines share. */
export const openSegments = (folder: string, objects: Objects | null = null): Segments =>
  objects === null ? new FolderSegments(folder) : new SharedSegments(folder, objects);
