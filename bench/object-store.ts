/** An object store on loopback in a thread of its own, so that what it does is not taken for work of the one that is measured. Run as a worker by archive.ts. */
import { parentPort } from 'node:worker_threads';
import { startObjectStore } from '../test/objects/store.ts';

const store = await startObjectStore();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
parentPort?.postMessage(store.settings());
