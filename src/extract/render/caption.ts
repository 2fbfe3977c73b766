import { type Element, isTag } from 'domhandler';

const CAPTION = /(?:^|[\s_-])(?:fig)?caption(?:[_-]?text)?(?:$|\s)/i;

const holdsPicture = ({ children }: Element): boolean =>
  children.some((child) => isTag(child) && (child.name === 'img' || child.name === 'picture' || holdsPicture(child)));

/** Whether an element on lines of its own is the caption of a picture or a table, by its name or its class. */
export const isCaption = (element: Element): boolean =>
  element.name === 'figcaption' || element.name === 'caption' || (CAPTION.test(element.attribs['class'] ?? '') && !holdsPicture(element));
