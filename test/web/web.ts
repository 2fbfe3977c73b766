import type { AddressInfo } from 'node:net';
import { chanceOf } from './chance.ts';
import type { Expectation, Site } from './page.ts';
import { openServer, type Hit } from './server.ts';
import { cityWaste } from './sites/city-waste.ts';
import { closed } from './sites/closed.ts';
import { docs } from './sites/docs.ts';
import { fenlei } from './sites/fenlei.ts';
import { forum } from './sites/forum.ts';
import { greenHome } from './sites/green-home.ts';
import { jishu } from './sites/jishu.ts';
import { magazine } from './sites/magazine.ts';
import { mirror } from './sites/mirror.ts';
import { oldTown } from './sites/old-town.ts';
import { recyclingGuide } from './sites/recycling-guide.ts';

export type { Expectation, Outcome } from './page.ts';

export interface WebOptions {
  /** The same seed gives the same web, byte for byte. */
  readonly seed: number;
  /** About how many pages in all; the hand-made ones are always there. */
  readonly pages?: number;
}

export interface Web {
  readonly port: number;
  readonly hosts: readonly string[];
  /** Every request so far, in order. */
  readonly hits: readonly Hit[];
  /** How often a URL was asked for; one without query whatever the query was. */
  count(url: string): number;
  readonly expectations: readonly Expectation[];
  close(): Promise<void>;
}

const PAGES = 150;

/** The synthetic web about sorting household waste: eleven hosts, in Chinese and English, with all that goes wrong on real ones. */
export function makeSites({ seed, pages = PAGES }: WebOptions): readonly Site[] {
  const fixed = buildSites(seed, 0);
  const known = fixed.reduce((sum, { expectations }) => sum + expectations.length, 0);
  const notices = Math.max(0, Math.ceil((pages - known) / 2));
  return notices === 0 ? fixed : buildSites(seed, notices);
}

/** Each host has a source of chance of its own, so that one can grow without changing the others. */
function buildSites(seed: number, notices: number): readonly Site[] {
  return [
    recyclingGuide(chanceOf(seed), notices),
    mirror(chanceOf(seed)),
    fenlei(chanceOf(seed + 1), notices),
    cityWaste(chanceOf(seed + 2)),
    greenHome(chanceOf(seed + 3)),
    forum(chanceOf(seed + 4)),
    magazine(chanceOf(seed + 5)),
    docs(),
    jishu(),
    oldTown(),
    closed(),
  ];
}

/** Serves the web on loopback, all hosts on one port, told apart by their names. */
export function startWeb({ port = 0, ...options }: WebOptions & { readonly port?: number }): Promise<Web> {
  return serveSites(makeSites(options), port);
}

export async function serveSites(sites: readonly Site[], port = 0): Promise<Web> {
  const hits: Hit[] = [];
  const server = openServer(sites, (hit) => hits.push(hit));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    hosts: sites.map(({ host }) => host),
    hits,
    count: (url) => hits.filter((hit) => hit.url === url || hit.url + hit.query === url).length,
    expectations: sites.flatMap(({ expectations }) => expectations),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
