import { expect, test } from 'vitest';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { corporaOfSchedule, crawlersOfSchedule } from '../../src/config/selection.ts';
import { projectFolder } from './project-folder.ts';

const FILE = 'config/schedules.yaml';
const project = {
  'crawlers/a.example.yaml': 'seeds: [https://a.example/]\ntags: [birds]\n',
  'crawlers/b.example.yaml': 'seeds: [https://b.example/]\n',
  'config/topics/birds.yaml': 'title: Birds\ntags: [birds]\n',
};
const withSchedules = (yaml: string): string => projectFolder({ ...project, [FILE]: yaml });

test('schedules are loaded with their defaults, and change no digest', () => {
  const without = loadConfig(projectFolder(project));
  const yaml = 'nightly: { cron: "30 2 * * *", topic: birds, webhook: "${env:HOOK}" }\n';
  const config = loadConfig(withSchedules(yaml), { HOOK: 'https://hook.example/x' });
  expect(Object.fromEntries(config.schedules)).toEqual({
    nightly: {
      name: 'nightly',
      cron: '30 2 * * *',
      timeZone: 'UTC',
      topic: 'birds',
      overlap: 'skip',
      missed: 'once',
      jitter: 0,
      webhook: 'https://hook.example/x',
    },
  });
  expect([...without.schedules]).toEqual([]);
  expect(config.digest).toBe(without.digest);
});

test('what a schedule crawls and builds', () => {
  const config = loadConfig(
    withSchedules(
      `
by-topic: { cron: "@T", topic: birds }
by-tag: { cron: "@T", tag: birds }
by-name: { cron: "@T", crawlers: [b.example] }
both: { cron: "@T", crawlers: [b.example, a.example, b.example] }
told: { cron: "@T", topic: birds, build: [b.example, birds] }
none: { cron: "@T", topic: birds, build: [] }
`.replaceAll('@T', '0 * * * *'),
    ),
  );
  const of = Object.fromEntries(
    [...config.schedules].map(([name, each]) => [name, [crawlersOfSchedule(config, each), corporaOfSchedule(config, each)]]),
  );
  expect(of).toEqual({
    'by-topic': [['a.example'], ['birds']],
    'by-tag': [['a.example'], ['birds']],
    'by-name': [['b.example'], ['b.example']],
    both: [['a.example', 'b.example'], ['birds']],
    told: [['a.example'], ['b.example', 'birds']],
    none: [['a.example'], []],
  });
});

test('problems have their line, and say what may have been meant', () => {
  const yaml = `a: { cron: "30 2 * *", topic: brids }
b: { cron: "61 2 * * *", timeZone: Berlin, crawlers: [a.exmple] }
c: { cron: "0 0 31 2 *", timeZone: Europe/Berln, tag: brids }
d: { cron: "0 0 * * *" }
e: { cron: "0 0 * * *", topic: birds, tag: birds }
f: { cron: "0 0 * * *", topic: birds, build: [bird], webhook: "http://hook.example/" }
g: { cron: "0 0 * * *", topic: birds, crawler: a.example, overlap: wait, jitter: 2 d }
H: { cron: "0 0 * * *", timeZone: "+01:00", topic: "\${env:TOPIC}" }
`;
  const { config, problems } = checkConfig(withSchedules(yaml));
  expect(config).toBeNull();
  expect(problems.map(problemText).map((text) => text.replace(`${FILE}:`, ''))).toMatchInlineSnapshot(`
    [
      "1:12  a.cron: expected minute, hour, day of month, month and day of week, such as "30 2 * * *"; seconds may stand before them, found "30 2 * *"",
      "2:12  b.cron: expected minute, hour, day of month, month and day of week, such as "30 2 * * *"; seconds may stand before them (Invalid value for minute: 61), found "61 2 * * *"",
      "2:36  b.timeZone: expected a time zone of the IANA database such as UTC, Europe/Berlin or Asia/Kolkata, found "Berlin"; did you mean Europe/Berlin?",
      "3:12  c.cron: this time never comes, found "0 0 31 2 *"",
      "3:36  c.timeZone: expected a time zone of the IANA database such as UTC, Europe/Berlin or Asia/Kolkata, found "Europe/Berln"; did you mean Europe/Berlin?",
      "4:1  d: a schedule needs crawlers, or a topic, or a tag",
      "5:39  e.tag: topic and tag: give only one of them",
      "6:63  f.webhook: expected an https: URL, for what is sent there is nobody else’s business, found "http://hook.example/"",
      "7:39  g.crawler: there is no such key; did you mean crawlers?",
      "7:68  g.overlap: expected one of skip, queue, found "wait"",
      "7:82  g.jitter: expected at most 24h, found "2 d"",
      "8:1  H: a schedule is named in lower-case letters, digits and -",
      "8:52  H.topic: \${env:NAME} is replaced in config/garner.yaml, in headers and access of crawlers and in webhooks of schedules only",
    ]
  `);
});

test('names are looked up once all files can be read', () => {
  const yaml = `a: { cron: "0 0 * * *", topic: brids }
b: { cron: "0 0 * * *", crawlers: [a.exmple] }
c: { cron: "0 0 * * *", tag: brids }
d: { cron: "0 0 * * *", topic: birds, build: [bird] }
e: { cron: "0 0 * * *", topic: own }
`;
  const root = projectFolder({
    ...project,
    'config/imports/notes.yaml': 'base: https://n.example/\nlicence: CC0-1.0\n',
    'config/topics/own.yaml': 'title: Own\ncrawlers: [notes]\n',
    [FILE]: yaml,
  });
  expect(checkConfig(root).problems.map(problemText)).toMatchInlineSnapshot(`
    [
      "config/schedules.yaml:1:32  a.topic: no topic is called brids; did you mean birds?",
      "config/schedules.yaml:2:36  b.crawlers[0]: no crawler is called a.exmple; did you mean a.example?",
      "config/schedules.yaml:3:30  c.tag: no crawler carries the tag brids; did you mean birds?",
      "config/schedules.yaml:4:47  d.build[0]: no topic, crawler or import is called bird; did you mean birds?",
      "config/schedules.yaml:5:32  e.topic: own is made of imports alone: there is nothing to crawl",
    ]
  `);
});

test('another name for the file is noticed', () => {
  const { problems } = checkConfig(projectFolder({ 'config/schedule.yaml': '' }));
  expect(problems.map(problemText)).toEqual([expect.stringContaining('did you mean config/schedules.yaml?')]);
});
