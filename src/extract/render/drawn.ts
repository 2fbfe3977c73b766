import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { findOne } from 'domutils';
import { isHidden } from '../elements.ts';
import { isFormula } from '../formula.ts';
import type { Selection } from './selection.ts';

const saysNothing = (node: ChildNode): boolean =>
  isText(node) ? node.data.trim() === '' : !isTag(node) || isHidden(node) || node.children.every(saysNothing);

const standsAmid = ({ parent }: Element, selection: Selection): boolean => parent !== null && isTag(parent) && selection.holds(parent);

/** Whether a formula is to be written: with its text, or, where it is drawn without any, with what is around it. */
export const isFormulaIn = (formula: Element, selection: Selection): boolean =>
  selection.holds(formula) || (!isHidden(formula) && standsAmid(formula, selection) && saysNothing(formula));

/** The formula that is all there is to an element in the midst of what is selected, and has no text; null when there is none. */
export const loneFormula = (element: Element, selection: Selection): Element | null =>
  standsAmid(element, selection) && saysNothing(element) && !isHidden(element) ? findOne(isFormula, [element]) : null;
