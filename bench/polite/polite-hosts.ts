/** Serves the hosts of the politeness audit in a process of its own; the port, and at the end the log, are told to the parent. */
import { politeHosts } from '../../test/polite/hosts.ts';
import { servePolitely } from '../../test/polite/polite-web.ts';

const web = await servePolitely(politeHosts(Number(process.argv[2])));
process.on('message', () => process.send?.({ visits: web.visits }));
process.on('disconnect', () => process.exit());
process.send?.({ port: web.port });
