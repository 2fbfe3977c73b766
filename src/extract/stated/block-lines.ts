import { type ChildNode, isTag, isText, type Text } from 'domhandler';
import type { Block } from '../blocks/layout.ts';
import { announcesEvent } from './labelled.ts';

const isBlank = (node: ChildNode): boolean => !isTag(node) && !(isText(node) && /\S/.test(node.data));

/** The last node before another among its siblings that says or does something. */
function before(node: ChildNode): ChildNode | null {
  let prev = node.prev;
  while (prev !== null && isBlank(prev)) prev = prev.prev;
  return prev;
}

/** Whether a break stands right before a text. */
function isAfterBreak(text: Text): boolean {
  let node: ChildNode = text;
  let prev = before(node);
  while (prev === null && node.parent !== null && isTag(node.parent)) {
    node = node.parent;
    prev = before(node);
  }
  while (prev !== null && isTag(prev) && prev.name !== 'br') prev = prev.children.findLast((child) => !isBlank(child)) ?? null;
  return prev !== null && isTag(prev);
}

/** The lines of a block as its breaks part them, without blanks at their ends; those after the word for an event belong to it. */
export function linesOf({ texts, breaks }: Block): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    if (lines.length === 0 || (breaks > 0 && isAfterBreak(text))) lines.push(text.data);
    else lines.push(`${lines.pop()} ${text.data}`);
  }
  const worded = lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
  const event = worded.slice(0, -1).findIndex(announcesEvent);
  return event < 0 ? worded : [...worded.slice(0, event), worded.slice(event).join(' ')];
}
