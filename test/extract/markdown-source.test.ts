import { expect, test } from 'vitest';
import { extractBare } from '../../src/extract/bare.ts';

async function readOf(body: string) {
  const step = await extractBare({ body, url: '', contentType: 'text/markdown', extractor: 'garner' });
  if (!step.kept) throw new Error(step.drop.rule);
  return step.record;
}

test('nothing between the dollars of a formula is Markdown', async () => {
  const { text } = await readOf('Let $a*b*c$ and $$x_{1} \\\\ \\{y\\}$$ be *new*.\n\n$$\nm_1 * n_1 \\\\\nk\n$$\n');
  expect(text).toBe('Let $a*b*c$ and $$x_{1} \\\\ \\{y\\}$$ be new.\n\n$$ m_1 * n_1 \\\\ k $$');
});

test('a formula may stand between Chinese letters', async () => {
  expect((await readOf('设$a*b*c$为*数*。')).text).toBe('设$a*b*c$为数。');
});

test('prices are no formulas', async () => {
  expect((await readOf('It is $5 for *one* and $10 for *two*, not \\$3, and US$ or $.')).text).toBe(
    'It is $5 for one and $10 for two, not $3, and US$ or $.',
  );
  expect((await readOf(`From $5-*six*-$7. ${'$$ '.repeat(3)}`)).text).toBe('From $5-six-$7. $$ $$ $$');
});

test('names of variables are no formulas, nor is what marks, links or code stand in', async () => {
  expect((await readOf('Set $HOME and **$PATH** here, and see (in `a/$HOME` below).')).text).toBe(
    'Set $HOME and $PATH here, and see (in a/$HOME below).',
  );
  expect((await readOf('It costs $5 **now**, or A$ later; see $x and [the page](http://x.example/$).')).text).toBe(
    'It costs $5 now, or A$ later; see $x and the page.',
  );
});

test('a title between brackets is no list', async () => {
  for (const title of ['[Update] of bins [2024]', "[New] The keeper's log [it's full]"])
    expect((await readOf(`---\ntitle: ${title}\n---\nText.\n`)).title).toBe(title);
});

test('front matter in TOML names several authors', async () => {
  const { author, title } = await readOf('+++\ntitle = "Bins"\nauthors = ["Ada Example", \'Bo Mate\']\n+++\nText.\n');
  expect(author).toBe('Ada Example, Bo Mate');
  expect(title).toBe('Bins');
});
