import { expect, test } from 'vitest';
import { type Due, planOf, type SlotRules } from '../../src/calendar/rules.ts';

/** `m1 m2 3`: slots 1 and 2 were missed, 3 has come just now. */
const due = (text: string): readonly Due[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((each) => ({ at: Number(each.replace('m', '')), isMissed: each.startsWith('m') }));

const plan = (slots: string, rules: Partial<SlotRules>, isBusy = false): string => {
  const { skip, fire } = planOf(due(slots), { overlap: 'skip', missed: 'once', ...rules }, isBusy);
  return [...skip.map(({ at, because }) => `${at} ${because.split(':')[0]}`), ...(fire === null ? [] : [`${fire} fires`])].join(', ');
};

test.each<[slots: string, rules: Partial<SlotRules>, isBusy: boolean, expected: string]>([
  ['', {}, false, ''],
  ['1', {}, false, '1 fires'],
  ['1', {}, true, '1 overlap'],
  ['1', { overlap: 'queue' }, true, ''],
  ['m1 m2 m3', {}, false, '1 superseded, 2 superseded, 3 fires'],
  ['m1 m2 3', {}, false, '1 superseded, 2 superseded, 3 fires'],
  ['m1 m2 m3', { missed: 'all' }, false, '1 fires'],
  ['m1 m2 3', { missed: 'skip' }, false, '1 missed, 2 missed, 3 fires'],
  ['m1 m2', { missed: 'skip' }, false, '1 missed, 2 missed'],
  // What waits for the one at work: the newest, or each.
  ['1 2 3', { overlap: 'queue' }, true, '1 superseded, 2 superseded'],
  ['1 2 3', { overlap: 'queue', missed: 'all' }, true, ''],
  ['1 2 3', { overlap: 'queue', missed: 'all' }, false, '1 fires'],
  ['1 2 3', { overlap: 'queue', missed: 'skip' }, true, '1 superseded, 2 superseded'],
  // One that waits is not passed by one that is skipped.
  ['m1 2', {}, true, ''],
  ['m1 2', { missed: 'all' }, true, ''],
  ['m1 2', { missed: 'skip' }, true, '1 missed, 2 overlap'],
])('%s with %j, busy %s: %s', (slots, rules, isBusy, expected) => {
  expect(plan(slots, rules, isBusy)).toBe(expected);
});
