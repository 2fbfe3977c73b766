import { signature } from '../../src/dedup/signature.ts';
import { pairsIn, told } from './pairs.ts';

const ROUND = 1000;

/** Texts signed in a second of processor time. */
function round(texts: readonly string[], language: string): number {
  const used = process.cpuUsage();
  for (let n = 0; n < ROUND; n += 1) signature(texts[n % texts.length] ?? '', language);
  const { user, system } = process.cpuUsage(used);
  return (ROUND / (user + system)) * 1e6;
}

const rate = (perSecond: number): string => Math.round(perSecond).toLocaleString('en');

/** Prints how many texts of five thousand letters one thread signs in a second of its processor time. */
export function signTexts(data: string, count: number): void {
  console.log('signatures on one thread');
  for (const [lang, letters] of [
    ['en', 5000],
    ['zh', 3300],
  ] as const) {
    const prose = pairsIn(data)
      .filter((pair) => pair.lang === lang)
      .map(({ a }) => a)
      .join('\n');
    const texts = Array.from({ length: 200 }, (_, n) => {
      const from = (n * 7919) % (prose.length - letters);
      // Through bytes, so that it is a text of its own and no view of another.
      return Buffer.from(prose.slice(from, from + letters)).toString();
    });
    for (const text of texts) signature(text, lang);
    const rounds = Array.from({ length: Math.ceil(count / ROUND) }, () => round(texts, lang));
    const quickest = Math.max(...rounds);
    const middle = rounds.toSorted((x, y) => x - y)[rounds.length >> 1] ?? 0;
    const target = lang === 'en' ? '≥ 5,000; ' : '';
    told(
      `${lang}, ${letters} letters`,
      `${rate(quickest)}/s`,
      `${target}the quickest round, half of them ${rate(middle)}/s or more`,
      lang !== 'en' || quickest >= 5000,
    );
  }
}
