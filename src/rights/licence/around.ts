import { isTag, isText, type AnyNode, type Element } from 'domhandler';

const blocks: ReadonlySet<string> = new Set(
  'p li div td th dd dt footer section article main header body html address center ul ol dl table aside figure blockquote form h1 h2 h3 h4'.split(
    ' ',
  ),
);

/** Whether a picture is the badge of a licence, by its address or its words. */
export const isBadge = ({ src = '', alt = '' }: Element['attribs']): boolean =>
  /creative ?commons|licensebuttons|\bcc\b|licen[cs]e|by-/i.test(`${src} ${alt}`);

/** How far to look, in characters and nodes. */
const most = { characters: 400, nodes: 200 };

/** The texts before an element and behind it within its block, each bounded, and whether a picture stands there that is no licence's badge. */
export function around(element: Element): { readonly before: string; readonly behind: string; readonly pictured: boolean } {
  let pictured = false;
  const gather = (step: 'prev' | 'next'): string => {
    let text = '';
    let nodes = 0;
    const add = (piece: string): void => {
      text = step === 'prev' ? piece + text : text + piece;
    };
    const take = (root: AnyNode): void => {
      const stack: AnyNode[] = [root];
      for (let node = stack.pop(); node !== undefined && text.length < most.characters && nodes < most.nodes; node = stack.pop()) {
        nodes += 1;
        if (isText(node)) add(node.data);
        else if (isTag(node) && node.name !== 'script' && node.name !== 'style') {
          pictured ||= node.name === 'img' && !isBadge(node.attribs);
          if (blocks.has(node.name)) add('. ');
          const { children } = node;
          for (let i = 0; i < children.length && i < most.nodes; i += 1) {
            const child = children[step === 'prev' ? i : children.length - 1 - i];
            if (child !== undefined) stack.push(child);
          }
        }
      }
    };
    for (
      let at: Element | null = element;
      at !== null && !(at !== element && blocks.has(at.name));
      at = at.parent !== null && isTag(at.parent) ? at.parent : null
    )
      for (let sibling = at[step]; sibling !== null && text.length < most.characters && nodes < most.nodes; sibling = sibling[step])
        take(sibling);
    return step === 'prev' ? text.slice(-most.characters) : text.slice(0, most.characters);
  };
  return { before: gather('prev'), behind: gather('next'), pictured };
}
