import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { isHidden } from '../elements.ts';
import { isFormula } from '../formula.ts';
import type { Selection } from './selection.ts';

const saysNothing = (node: ChildNode): boolean =>
  isText(node) ? node.data.trim() === '' : !isTag(node) || isHidden(node) || node.children.every(saysNothing);

const standsAmid = ({ parent }: Element, selection: Selection): boolean => parent !== null && isTag(parent) && selection.holds(parent);

/** Whether a formula is to be written: with its text, or, where it is drawn without any, with what is around it. */
export const isFormulaIn = (formula: Element, selection: Selection): boolean =>
  selection.holds(formula) || (!isHidden(formula) && standsAmid(formula, selection) && saysNothing(formula));

/** Elements without text that may stand between a formula and the text before or after it. */
const MAX_BETWEEN = 8;

/** What comes next before or after an element, in the same place, and is selected; null when it is too far. */
function selectedBeside(element: Element, side: 'prev' | 'next', selection: Selection): ChildNode | null {
  let beside = element[side];
  for (let i = 0; beside !== null && i < 2 * MAX_BETWEEN; beside = beside[side], i += 1)
    if (isText(beside) ? selection.has(beside) : isTag(beside) && selection.holds(beside)) return beside;
  return null;
}

/** Whether an element stands between selected texts, and nothing but them says something there. */
function isAmidText(element: Element, selection: Selection): boolean {
  const before = selectedBeside(element, 'prev', selection);
  const after = before === null ? null : selectedBeside(element, 'next', selection);
  if (before === null || after === null) return false;
  for (let node = before.next; node !== null && node !== after; node = node.next) if (!saysNothing(node)) return false;
  return true;
}

const outermost = (element: Element): Element[] =>
  isFormula(element)
    ? [element]
    : element.children
        .filter(isTag)
        .filter((child) => !isHidden(child))
        .flatMap(outermost);

/** The formulas that are all there is to an element between selected texts, and have no text. */
export const loneFormulas = (element: Element, selection: Selection): readonly Element[] =>
  !isHidden(element) && isAmidText(element, selection) ? outermost(element) : [];
