/** Tags that mean what another does here, for word lists and thresholds. */
const SAME: Readonly<Record<string, string>> = {
  cmn: 'zh',
  yue: 'zh',
  wuu: 'zh',
  nb: 'no',
  nn: 'no',
  iw: 'he',
  in: 'id',
  arb: 'ar',
  pes: 'fa',
};

/** The language of a BCP 47 tag, without script and region: `zh-Hans` and `cmn` are `zh`. */
export function languageOf(tag: string): string {
  const primary = tag.toLowerCase().split(/[-_]/, 1)[0] ?? '';
  return SAME[primary] ?? primary;
}

/** Whether the language is written without spaces between words. */
export const isUnspaced = (tag: string): boolean => ['zh', 'ja', 'th', 'lo', 'km', 'my'].includes(languageOf(tag));
