import { type ChildNode, type Element, hasChildren, isTag, isText } from 'domhandler';
import { voids } from './elements.ts';
import { mend, mendCode } from './mend.ts';

/** How a tree is written back. */
export interface MarkupRules {
  /** The name to write the element under, `''` to write its content only, null to leave it out. */
  tagOf(element: Element): string | null;
  /** The value to write for an attribute, or null to leave it out. */
  attributeOf(name: string, value: string): string | null;
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const escapeValue = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

function attributesOf(element: Element, rules: MarkupRules): string {
  let out = '';
  for (const [name, value] of Object.entries(element.attribs)) {
    const kept = rules.attributeOf(name, value);
    if (kept !== null) out += ` ${name}="${escapeValue(kept)}"`;
  }
  return out;
}

/** Nodes as HTML, every text escaped: no raw-text element survives, so nothing in it can be read as a script. */
export function markupOf(nodes: readonly ChildNode[], rules: MarkupRules, inCode = false): string {
  let out = '';
  for (const node of nodes) {
    if (isText(node)) out += escapeText(inCode ? mendCode(node.data) : mend(node.data).replace(/\s+/g, ' '));
    else if (isTag(node)) {
      const tag = rules.tagOf(node);
      if (tag === null) continue;
      const content = voids.has(tag) ? '' : markupOf(node.children, rules, inCode || tag === 'pre' || tag === 'code');
      if (tag === '') out += content;
      else out += `<${tag}${attributesOf(node, rules)}>${voids.has(tag) ? '' : `${content}</${tag}>`}`;
    } else if (hasChildren(node)) out += markupOf(node.children, rules, inCode);
  }
  return out;
}
