import { StorageError } from '../../sqlite/storage-error.ts';

/**
 * The version of what the processes of a fleet tell one another: keys and scripts in Redis, jobs of its queues, journals. It is raised by whoever changes one of
 * these so that an older process would misread it; releases that have it in common work together.
 */
export const WIRE = 3;

/** Processes of a release that speaks another version are at work, or have a run under way. */
export class OtherWire extends StorageError {
  constructor(theirs: string, ours: number) {
    super(
      `the fleet is at work in another version: it speaks ${theirs}, and this Garner ${ours}. Let its runs come to their end and stop its workers, or give this one a \`redis.namespace\` of its own and \`garner recover\` there.`,
    );
  }
}
