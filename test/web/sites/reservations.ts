import type { Chance } from '../chance.ts';
import { guide, MATERIALS } from '../compose.ts';
import { layOut } from '../layout.ts';
import { html, type Reply, type Site, text } from '../page.ts';
import { robotsTxt, SiteMaker, truthOf } from '../site-maker.ts';

/** One way to reserve a whole host: what it serves besides its page, and what stands on and around that. */
interface Way {
  readonly name: string;
  readonly files?: Readonly<Record<string, Reply>>;
  readonly head?: string;
  readonly headers?: Reply['headers'];
}

const rslDocument = `<?xml version="1.0"?>
<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><permits type="usage">search</permits><prohibits type="usage">ai-train</prohibits></license></content></rsl>
`;
const rsl = (): Reply => text(rslDocument, 'application/rsl+xml');

export const WAYS: readonly Way[] = [
  { name: 'noai-header', headers: [['X-Robots-Tag', 'noai']] },
  { name: 'noml-meta', head: '<meta name="robots" content="noml">' },
  { name: 'content-signal', files: { '/robots.txt': robotsTxt('User-agent: *', 'Content-Signal: search=yes, ai-train=no', 'Allow: /') } },
  { name: 'content-usage-rule', files: { '/robots.txt': robotsTxt('User-agent: *', 'Content-Usage: train-ai=n', 'Allow: /') } },
  { name: 'content-usage-header', headers: [['Content-Usage', 'train-ai=n, search=y']] },
  { name: 'tdmrep-file', files: { '/.well-known/tdmrep.json': text('[{"location":"/","tdm-reservation":1}]', 'application/json') } },
  {
    name: 'tdmrep-header',
    headers: [
      ['TDM-Reservation', '1'],
      ['TDM-Policy', '/policy.json'],
    ],
  },
  { name: 'tdmrep-meta', head: '<meta name="tdm-reservation" content="1">' },
  { name: 'rsl-robots', files: { '/robots.txt': robotsTxt('License: /license.xml', 'User-agent: *', 'Allow: /'), '/license.xml': rsl() } },
  { name: 'rsl-link', files: { '/license.xml': rsl() }, head: '<link rel="license" type="application/rsl+xml" href="/license.xml">' },
  {
    name: 'rsl-header',
    files: { '/license.xml': rsl() },
    headers: [['Link', '</license.xml>; rel="license"; type="application/rsl+xml"']],
  },
  { name: 'rsl-inline', head: `<script type="application/rsl+xml">${rslDocument.slice(rslDocument.indexOf('<rsl'))}</script>` },
  { name: 'ai-txt', files: { '/ai.txt': text('User-Agent: *\nDisallow: /\nDisallow: *\n') } },
];

export const hostOfWay = ({ name }: Pick<Way, 'name'>): string => `${name}-reserved.test`;

/** Hosts that each reserve training in one way, and one that only speaks to other agents and has an llms.txt: its page is kept. */
export function reservations(chance: Chance): readonly Site[] {
  const items = chance.shuffle(MATERIALS.en.items);
  const article = (n: number) => guide(MATERIALS.en, items[n % items.length]!, chance);
  const sites = WAYS.map((way, n) => {
    const site = new SiteMaker(hostOfWay(way));
    for (const [path, reply] of Object.entries(way.files ?? {})) site.serve(path, reply);
    const page = { site: 'Reserved', article: article(n), ...(way.head !== undefined && { head: way.head }) };
    site.serve('/', html(layOut(page), way.headers ?? []), { outcome: 'dropped', because: `it reserves training by ${way.name}` });
    return site.done();
  });
  const open = new SiteMaker('open-reserved.test');
  const page = { site: 'Open', article: article(WAYS.length) };
  open.serve('/robots.txt', robotsTxt('User-agent: GPTBot', 'Disallow: /', '', 'User-agent: *', 'Allow: /'));
  open.serve('/llms.txt', text('# Open\n\n> All about sorting waste\n'));
  open.serve('/.well-known/tdmrep.json', text('<!doctype html><title>Not found</title>', 'text/html'));
  open.serve('/', html(layOut(page)), { ...truthOf(page.article) });
  return [...sites, open.done()];
}
