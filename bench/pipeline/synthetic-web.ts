/** Serves the synthetic web on loopback, in a process of its own: `pages` in all, `port` told to the parent. */
import { startWeb } from '../../test/web/web.ts';

const pages = Number(process.argv[2]);
const { port } = await startWeb({ seed: 7, pages });
process.on('disconnect', () => process.exit());
process.send?.({ pages, port });
