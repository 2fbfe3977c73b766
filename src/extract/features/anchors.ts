import { Flag } from '../blocks/flags.ts';
import type { Box, Layout } from '../blocks/layout.ts';
import type { Group, Repeats } from './repeats.ts';
import { linkShare, type Sums, within } from './sums.ts';

/** Boxes that by one account or another hold the main text; where a block stands to each of them tells much. */
export interface Anchors {
  readonly boxes: readonly Box[];
}

export const anchorCount = 9;

/** The deepest box that still holds this share of what is summed. */
function narrowest(root: Box, sums: Float64Array, share: number): Box {
  const wanted = within(sums, root) * share;
  let box = root;
  for (;;) {
    const next: Box | undefined = box.children.find((child) => within(sums, child) >= wanted);
    if (next === undefined || wanted === 0) return box;
    box = next;
  }
}

/** The box that Readability's account would take: paragraphs score for their parents, and half as much for those around them. */
function bestByParagraphs(layout: Layout, sums: Sums): Box {
  const scores = new Map<Box, number>();
  for (const block of layout.blocks) {
    if (block.letters < 25 || linkShare(block) > 0.5) continue;
    const score = 1 + block.commas + Math.min(block.letters / 100, 3);
    let up = block.box.parent;
    for (let share = 1; share > 0.2 && up !== null; share /= 2) {
      scores.set(up, (scores.get(up) ?? 0) + score * share);
      up = up.parent;
    }
  }
  let best = layout.root;
  let most = 0;
  for (const [box, score] of scores) {
    const words = within(sums.words, box);
    const scaled = score * (1 - within(sums.linkWords, box) / Math.max(1, words));
    if (scaled > most) {
      most = scaled;
      best = box;
    }
  }
  return best;
}

/** Of the boxes with a flag, the one that holds the most words and is not within another. */
function largestWith(layout: Layout, sums: Sums, flag: number): Box {
  let best = layout.root;
  let most = 0;
  for (const box of layout.boxes) {
    if ((box.flags & flag) === 0 || ((box.parent?.flags ?? 0) & flag) !== 0) continue;
    const words = within(sums.words, box);
    if (words > most) {
      most = words;
      best = box;
    }
  }
  return best;
}

/** What stands around the first top heading, as far up as it holds more than the heading. */
function titleBox({ blocks, root }: Layout): Box {
  const title = blocks.find(({ box }) => box.element.name === 'h1' || box.parent?.element.name === 'h1');
  let box = title?.box ?? root;
  while (box.parent !== null && box.end - box.first < 3) box = box.parent;
  return box;
}

const furniture = Flag.nav | Flag.footer | Flag.header | Flag.dialog;

function largestGroup(layout: Layout, repeats: Repeats, size: (group: Group) => number): Box {
  let best = layout.root;
  let most = 0;
  for (const group of repeats.all) {
    if ((group.parent.flags & furniture) !== 0) continue;
    const measure = size(group);
    if (measure > most) {
      most = measure;
      best = group.parent;
    }
  }
  return best;
}

export function anchorsOf(layout: Layout, sums: Sums, repeats: Repeats): Anchors {
  const boxes = [
    bestByParagraphs(layout, sums),
    narrowest(layout.root, sums.prose, 0.9),
    narrowest(layout.root, sums.prose, 0.65),
    narrowest(layout.root, sums.prose, 0.4),
    largestWith(layout, sums, Flag.main),
    largestWith(layout, sums, Flag.article),
    largestGroup(layout, repeats, (group) => group.words * Math.min(1, group.images / group.members.length)),
    largestGroup(layout, repeats, (group) => group.prose),
    titleBox(layout),
  ];
  return { boxes };
}
