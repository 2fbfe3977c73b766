import { type Element, isText } from 'domhandler';

const raised: Readonly<Record<string, string>> = {
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
  '+': '⁺',
  '-': '⁻',
  '−': '⁻',
};

/** A raised number in raised figures: without them, 10⁶ would be 106. */
export function powerOf({ children: [only, ...more] }: Element): string | null {
  const figures = only !== undefined && more.length === 0 && isText(only) ? only.data.trim() : '';
  return /^[+\-−]?\d{1,4}$|^\d?[+\-−]$/.test(figures) ? figures.replace(/[^]/g, (figure) => raised[figure] ?? '') : null;
}
