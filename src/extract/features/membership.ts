import type { Box } from '../blocks/layout.ts';
import type { Group } from './repeats.ts';
import type { Surroundings } from './surroundings.ts';
import type { FeatureGroup, FeatureTable } from './table.ts';

const PER_GROUP = 13;

function addGroup(table: FeatureTable, row: number, member: Box | null, group: Group | undefined, steps: number, all: number): void {
  if (member === null || group === undefined) {
    for (let i = 0; i < PER_GROUP; i += 1) table.add(-1);
    return;
  }
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
  table.add(member.end - member.first);
  table.add(row - member.first);
  table.add(steps);
  table.add((member.first - group.parent.first) / Math.max(1, group.parent.end - group.parent.first));
}

interface Membership {
  readonly member: Box;
  readonly group: Group;
  readonly steps: number;
}

const richness = ({ words, members }: Group): number => words / members.length;

/** The repeated things a block is part of: the smallest, the largest, and the one with the most text; and what else looks like it. */
export const membershipFeatures: FeatureGroup<Surroundings> = {
  name: 'membership',
  columns: PER_GROUP * 3 + 6,
  write({ layout, repeats, sums }, table, column) {
    const all = Math.max(1, sums.words[layout.root.end] ?? 1);
    for (const [row, block] of layout.blocks.entries()) {
      const found: Membership[] = [];
      let steps = 0;
      for (let up: Box | null = block.box; up !== null; up = up.parent, steps += 1) {
        const group = repeats.groups.get(up);
        if (group !== undefined) found.push({ member: up, group, steps });
      }
      const inner = found[0];
      const outer = found.at(-1);
      let richest = inner;
      for (const each of found)
        if (each.group.members.length > 3 && richest !== undefined && richness(each.group) > richness(richest.group)) richest = each;
      table.seek(row, column);
      for (const each of [inner, outer, richest]) addGroup(table, row, each?.member ?? null, each?.group, each?.steps ?? 0, all);
      const like = repeats.likeness[row];
      table.add(found.length);
      table.add(like?.count ?? 1);
      table.add((like?.words ?? 0) / (like?.count ?? 1));
      table.add((like?.linkWords ?? 0) / Math.max(1, like?.words ?? 1));
      table.add((like?.words ?? 0) / all);
      table.add(like === undefined ? 0 : (like.last - like.first) / layout.blocks.length);
    }
  },
};
