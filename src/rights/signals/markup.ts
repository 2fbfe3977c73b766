import type { Element } from 'domhandler';

/** The start tag of an element, as evidence. */
export const markupOf = (element: Element): string =>
  `<${element.name} ${Object.entries(element.attribs)
    .map(([name, value]) => `${name}="${value.slice(0, 200)}"`)
    .join(' ')}>`;
