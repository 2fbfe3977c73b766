import type { Block } from '../blocks/layout.ts';
import type { Member } from './repeats.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup, FeatureTable } from './table.ts';

const PER_GROUP = 13;

function addMember(table: FeatureTable, row: number, block: Block, member: Member | null, all: number): void {
  if (member === null) {
    for (let i = 0; i < PER_GROUP; i += 1) table.add(-1);
    return;
  }
  const { box, group } = member;
  const { members, words } = group;
  table.add(members.length);
  table.add(words / members.length);
  table.add(words > 0 ? group.linkWords / words : 0);
  table.add(group.images / members.length);
  table.add(words / all);
  table.add(group.prose / Math.max(1, words));
  table.add(group.currencies / members.length);
  table.add(group.headings / members.length);
  table.add(group.rank);
  table.add(box.end - box.first);
  table.add(row - box.first);
  table.add(block.box.depth - box.depth);
  table.add((box.first - group.parent.first) / Math.max(1, group.parent.end - group.parent.first));
}

const richness = ({ group }: Member): number => group.words / group.members.length;

/** The repeated things a block is part of: the smallest, the largest, and the one with the most text; and what else looks like it. */
export const membershipFeatures: FeatureGroup<Surroundings> = {
  name: 'membership',
  columns: PER_GROUP * 3 + 6,
  write({ layout, repeats, sums }, table, column) {
    const all = Math.max(1, sums.words[layout.root.end] ?? 1);
    layout.blocks.forEach((block, row) => {
      const inner = repeats.members[block.box.index] ?? null;
      let outer = inner;
      let richest = inner;
      let count = 0;
      for (let member = inner; member !== null; member = member.around) {
        outer = member;
        count += 1;
        if (member.group.members.length > 3 && richest !== null && richness(member) > richness(richest)) richest = member;
      }
      table.seek(row, column);
      addMember(table, row, block, inner, all);
      addMember(table, row, block, outer, all);
      addMember(table, row, block, richest, all);
      const like = repeats.likeness[row];
      table.add(count);
      table.add(like?.count ?? 1);
      table.add((like?.words ?? 0) / (like?.count ?? 1));
      table.add((like?.linkWords ?? 0) / Math.max(1, like?.words ?? 1));
      table.add((like?.words ?? 0) / all);
      table.add(like === undefined ? 0 : (like.last - like.first) / layout.blocks.length);
    });
  },
};
