import { escape } from '../layout.ts';
import { html, text, type Site } from '../page.ts';
import { SiteMaker, truthOf } from '../site-maker.ts';

interface Chapter {
  readonly slug: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly code?: string;
  readonly table?: readonly (readonly string[])[];
}

const chapters: readonly Chapter[] = [
  {
    slug: 'install',
    title: 'Installing the bin sensor',
    paragraphs: [
      'The sensor is a small ultrasonic eye that looks down from the lid of a bin and measures how far away the waste is. Screw it to the middle of the lid, at least eight centimetres from the rim, so that the cone of sound does not hit the walls.',
      'Power comes from two AA cells, which last about two winters when a reading is taken every hour. The gateway in the stairwell listens on the band for short-range devices and needs an ordinary socket.',
      'Pair the two by holding the button until the light blinks green. A sensor that blinks red has no gateway within reach; move the gateway one floor down and try again.',
    ],
    code: 'binfill pair --gateway stairwell-1\nbinfill list',
  },
  {
    slug: 'readings',
    title: 'Reading fill levels',
    paragraphs: [
      'A reading is one line of JSON per bin. The level is given in per cent of the usable height, where zero is an empty bin and one hundred means that the lid no longer closes.',
      'Readings jump when somebody throws in a large box, and fall back when it settles. The service therefore reports the median of the last five values, and keeps the raw ones for a week.',
    ],
    code: '{"bin":"paper-2","level":64,"at":"2026-11-24T03:00:00Z"}',
    table: [
      ['Field', 'Meaning'],
      ['bin', 'Name of the bin as given when pairing'],
      ['level', 'Fill level in per cent'],
      ['at', 'Time of the reading in UTC'],
    ],
  },
  {
    slug: 'alerts',
    title: 'Alerts and collection rounds',
    paragraphs: [
      'An alert is sent when a bin passes its threshold and stays above it for two readings. Paper bins are worth emptying at eighty per cent, while organic bins are emptied by the calendar because they smell before they are full.',
      'The route planner takes the alerts of a quarter every night and proposes a round. Drivers can move a stop or refuse one, and the next proposal learns from what they did.',
      'Do not use levels to judge households. A bin that fills quickly may belong to a family with twins or to a shop, and the sensor cannot know which.',
    ],
    code: 'alerts:\n  - bin: paper-*\n    above: 80\n    notify: round-north',
  },
  {
    slug: 'faults',
    title: 'When a sensor reports nonsense',
    paragraphs: [
      'A bin that is full all the time usually has a bag hanging from the lid. Wipe the eye with a dry cloth and look for anything that dangles in its cone.',
      'A bin that is never more than half full may be a different model from the one that was entered. Measure the inner height and correct it, and past readings will be recalculated overnight.',
      'Frost makes cells sleepy. Below minus fifteen degrees readings may be missing for a night and come back at noon, which is no fault and needs no visit.',
    ],
  },
];

/** Documentation with code and tables, listed in a text sitemap. robots.txt is not there, which allows all. */
export function docs(): Site {
  const site = new SiteMaker('docs.bin-sensors.test');
  for (const chapter of chapters) {
    const article = { slug: chapter.slug, language: 'en', title: chapter.title, paragraphs: chapter.paragraphs };
    site.serve(`/guide/${chapter.slug}`, html(page(chapter)), { ...truthOf(article), absent: [EDIT], because: 'a chapter' });
  }
  site.serve('/sitemap.txt', text(`${chapters.map(({ slug }) => site.url(`/guide/${slug}`)).join('\n')}\n`));
  site.serve('/', html(page({ slug: '', title: 'The bin sensor handbook', paragraphs: ['Choose a chapter.'] })), {
    outcome: 'unjudged',
    because: 'the front page',
  });
  return site.done();
}

const EDIT = 'Found a mistake? Edit this page on our forge and open a merge request.';

function page({ slug, title, paragraphs, code, table }: Chapter): string {
  const menu = chapters
    .map((each) => `<li${each.slug === slug ? ' class="current"' : ''}><a href="/guide/${each.slug}">${escape(each.title)}</a></li>`)
    .join('');
  const [first = '', ...rest] = paragraphs.map((each) => `<p>${escape(each)}</p>`);
  const rows = table?.map(
    (row, n) => `<tr>${row.map((cell) => (n === 0 ? `<th>${escape(cell)}</th>` : `<td>${escape(cell)}</td>`)).join('')}</tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)} | Bin sensor handbook</title></head>
<body><nav class="toc" role="navigation"><ul>${menu}</ul></nav>
<main role="main"><div class="markdown-body"><h1>${escape(title)}</h1>
${first}
${code === undefined ? '' : `<pre><code>${escape(code)}</code></pre>`}
${rest.join('\n')}
${rows === undefined ? '' : `<table>${rows.join('')}</table>`}
</div></main>
<footer><p>${EDIT}</p></footer></body></html>
`;
}
