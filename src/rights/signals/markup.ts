import type { Element } from 'domhandler';
import { positionOf } from '../../html/source.ts';
import type { Finding } from './signal.ts';

/** As the file of a finding: the page itself. */
export const thePage = 'page';

/** An element as evidence: its start tag, its line. */
export function atElement(element: Element): Pick<Finding, 'quote' | 'where' | 'line' | 'file'> {
  const { line, tag } = positionOf(element) ?? {};
  return { quote: tag ?? element.name, where: `${element.name} element`, ...(line !== undefined && { line }), file: thePage };
}
