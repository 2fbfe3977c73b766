/** Serves many hosts, `n.test`, of pages that are found on one other page each, in a process of its own; the port is told to the parent. */
import { treeSite } from '../../test/cli/tree-site.ts';
import { serveSites } from '../../test/web/web.ts';

const [pages = 0, hosts = 1] = process.argv.slice(2).map(Number);
const each = Math.ceil(pages / hosts);
const { port } = await serveSites(Array.from({ length: hosts }, (_, n) => treeSite(`h${n}.test`, each, n)));
process.on('disconnect', () => process.exit());
process.send?.({ pages: each * hosts, port });
