import type { Chance } from './chance.ts';
import { chinese } from './prose/chinese.ts';
import { english } from './prose/english.ts';
import type { Item, Material } from './prose/material.ts';

/** A page's own content, before a site puts its furniture around it. */
export interface Article {
  readonly slug: string;
  readonly language: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

export const MATERIALS = { en: english, zh: chinese } as const;
export type Language = keyof typeof MATERIALS;

const join = (language: string, ...sentences: readonly string[]): string => sentences.join(language === 'zh' ? '' : ' ');
const named = (sentence: string, { name }: Item): string => sentence.replaceAll('{name}', name);

/** The result of a weighing somewhere, with figures of its own. */
function weighing(material: Material, item: Item, chance: Chance): string {
  const between = (low: number, high: number): string => String(low + Math.floor(chance.next() * (high - low)));
  const figures = { homes: between(40, 700), kilos: between(30, 900), percent: between(6, 48) };
  return named(chance.pick(material.weighings), item).replace(
    /\{(homes|kilos|percent)\}/g,
    (_, which: keyof typeof figures) => figures[which],
  );
}

/** Two letters from readers. */
const letters = (material: Material, item: Item, chance: Chance): readonly string[] =>
  chance
    .shuffle(material.letters)
    .slice(0, 2)
    .map((letter) => named(letter, item));

/** Which bin an item goes into and how: everything before the bin. */
export function guide(material: Material, item: Item, chance: Chance): Article {
  const { language } = material;
  const [tip = '', second = '', third = ''] = chance.shuffle(material.household);
  const [remark = '', other = ''] = chance.shuffle(material.kinds[item.kind]);
  return {
    slug: item.slug,
    language,
    title: language === 'zh' ? `${item.name}应该怎么分类` : `How to sort ${item.name}`,
    paragraphs: [
      join(language, named(chance.pick(material.openings), item), item.sort),
      item.prepare,
      weighing(material, item, chance),
      join(language, remark, tip),
      ...letters(material, item, chance),
      join(language, second, other),
      join(language, third, chance.pick(material.closings)),
    ],
  };
}

/** What goes wrong and what an item becomes: everything after the bin. Shares no facet with `guide`. */
export function journey(material: Material, item: Item, chance: Chance): Article {
  const { language } = material;
  const [remark = '', other = '', third = ''] = chance.shuffle(material.kinds[item.kind]);
  const [tip = '', second = '', last = ''] = chance.shuffle(material.household);
  return {
    slug: item.slug,
    language,
    title: language === 'zh' ? `${item.name}扔掉以后去了哪里` : `What becomes of ${item.name}`,
    paragraphs: [
      join(language, remark, item.after),
      item.mistake,
      join(language, tip, other),
      weighing(material, item, chance),
      ...letters(material, item, chance),
      join(language, second, third),
      join(language, last, chance.pick(material.closings)),
    ],
  };
}

const DISTRICTS: Readonly<Record<Language, readonly string[]>> = {
  en: ['Millbrook', 'Harbour End', 'Northfield', 'St Anne’s', 'Weaver Hill', 'Old Brewery', 'Canal Side', 'Larkrise'],
  zh: ['柳荫街道', '河湾社区', '北苑小区', '书院巷', '纺织新村', '东风里', '长堤社区', '云雀花园'],
};

/** A neighbourhood's own notice: which things gave trouble there, with advice on two of them. */
export function notice(language: Language, n: number, chance: Chance): Article {
  const material: Material = MATERIALS[language];
  const [first, second] = chance.shuffle(material.items);
  const district = DISTRICTS[language][n % DISTRICTS[language].length] ?? '';
  const round = Math.floor(n / DISTRICTS[language].length) + 1;
  const kilos = 40 + Math.floor(chance.next() * 900);
  const homes = 60 + Math.floor(chance.next() * 700);
  if (first === undefined || second === undefined) throw new Error('the material has fewer than two items');
  const opening =
    language === 'zh'
      ? `${district}第${round}期简报：本月共有${homes}户参加分类，收集${kilos}公斤，问得最多的是${first.name}和${second.name}。`
      : `Notice ${round} from ${district}: ${homes} homes took part this month and brought ${kilos} kilos, and most questions were about ${first.name} and about ${second.name}.`;
  return {
    slug: `${n}`,
    language,
    title: language === 'zh' ? `${district}分类简报第${round}期` : `${district}, notice ${round}`,
    paragraphs: [
      opening,
      join(language, first.sort, chance.pick(material.kinds[first.kind])),
      join(language, second.mistake, chance.pick(material.kinds[second.kind])),
      ...letters(material, first, chance),
      join(language, first.prepare, second.after),
      join(language, chance.pick(material.household), chance.pick(material.closings)),
    ],
  };
}
