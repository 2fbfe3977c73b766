import { type Element, isTag } from 'domhandler';

/** Whether an element is an item of a list, by its name or its role (WAI-ARIA 1.2). */
export const isItem = ({ name, attribs }: Element): boolean => name === 'li' || attribs['role'] === 'listitem';

/** Whether an element of another name is a list by its role, and has items. */
export const isListByRole = ({ attribs, children }: Element): boolean =>
  attribs['role'] === 'list' && children.filter(isTag).filter(isItem).length > 1;
