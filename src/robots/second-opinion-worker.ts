import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { SecondQuestion } from './second-opinion.ts';

type Parse = (url: string, body: string) => { isAllowed(url: string, agent: string): boolean | undefined };

// Its types say `export default`, but it is a function that is exported whole.
const parse = createRequire(import.meta.url)('robots-parser') as Parse;
const { robotsUrl, body, url, agent } = workerData as SecondQuestion;
parentPort?.postMessage(parse(robotsUrl, body).isAllowed(url, agent) ?? null, []);
