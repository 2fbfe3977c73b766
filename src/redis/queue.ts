import type { ConnectionOptions } from 'bullmq';

/** How a BullMQ queue of this project is reached: its keys are in one slot of a cluster, apart from those of the frontier. */
export const queueOptions = ({ url, namespace }: { readonly url: string; readonly namespace: string }) => ({
  connection: { url, maxRetriesPerRequest: null } as ConnectionOptions,
  prefix: `{${namespace}}`,
});
