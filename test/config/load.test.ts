import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkConfig, ConfigError, loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { projectFolder } from './project-folder.ts';

const CRAWLER = 'crawlers/example.org.yaml';
const PROJECT = 'config/garner.yaml';
const TOPIC = 'config/topics/birds.yaml';
const seeds = 'seeds: [https://example.org/]\n';

const problemsOf = (files: Readonly<Record<string, string | Uint8Array>>): readonly string[] =>
  checkConfig(projectFolder(files)).problems.map(problemText);

describe('what a good project gives', () => {
  test('an empty folder is a project with every default', () => {
    const root = projectFolder({});
    const config = loadConfig(root);
    expect(config).toMatchObject({
      root,
      storage: join(root, 'storage'),
      crawl: { delay: 1000, concurrency: 64 },
      limits: { body: 10_485_760 },
    });
    expect([config.crawlers.size, config.topics.size]).toEqual([0, 0]);
  });

  test('a project file with nothing but comments is an empty one', () => {
    expect(problemsOf({ [PROJECT]: '# nothing yet\n', [CRAWLER]: seeds })).toEqual([]);
  });

  test('values are parsed, patterns take the form of URLs, names come from files', () => {
    const crawler = `
seeds: ["https://example.org/wiki/垃圾"]
scope:
  hosts: [EXAMPLE.org, "*.Bücher.example"]
  prefixes: [/]
  include: ["/wiki/垃*", "/%e5%9e%83/%7eme/**"]
delay: 250ms
tags: [nature]`;
    const config = loadConfig(
      projectFolder({
        [PROJECT]: 'storage: /data/garner\ncrawl:\n  delay: 1.5s\nlimits: { body: 2 MiB }\n',
        [CRAWLER]: crawler,
        [TOPIC]: 'title: Birds\ntags: [nature]\n',
      }),
    );
    expect(config).toMatchObject({ storage: '/data/garner', crawl: { delay: 1500 }, limits: { body: 2 * 2 ** 20 } });
    expect(config.crawlers.get('example.org')).toMatchObject({
      name: 'example.org',
      delay: 250,
      scope: {
        hosts: ['example.org', '*.xn--bcher-kva.example'],
        include: ['/wiki/%E5%9E%83*', '/%E5%9E%83/~me/**'],
      },
    });
    expect(config.topics.get('birds')).toMatchObject({ name: 'birds', title: 'Birds' });
  });

  test('nothing in it can be changed', () => {
    const config = loadConfig(projectFolder({ [CRAWLER]: `${seeds}tags: [nature]\n` }));
    const crawler = config.crawlers.get('example.org');
    expect(() => Object.assign(config, { root: '' })).toThrow(TypeError);
    expect(() => Object.assign(config.crawl, { delay: 0 })).toThrow(TypeError);
    expect(() => crawler?.tags.push('x')).toThrow(TypeError);
    expect(() => crawler?.scope.exclude.push('/x')).toThrow(TypeError);
    expect(() => (config.crawlers as Map<string, unknown>).set('x', crawler)).toThrow(TypeError);
    expect(() => (config.crawlers as Map<string, unknown>).clear()).toThrow(TypeError);
  });

  test('it can be sent to a thread', () => {
    const config = loadConfig(projectFolder({ [CRAWLER]: seeds }));
    expect(structuredClone(config).crawlers.get('example.org')?.seeds).toEqual(['https://example.org/']);
  });
});

test('faults of the project file', () => {
  const yaml = `userAgent: { contact: me, name: Bot 2 }
network:
  allowPrivate: [10.0.0.0/33, 127.1, "::1", 010.0.0.1]
  connectTo: { "*.test": "localhost:80", x.test: "127.0.0.1:70000", ok.test: "[::1]:80", "a/b": "127.0.0.1:1" }
crawl: { concurrency: -1, lease: 0s }
limits: { robots: 1kB }
storage: ~/data
personalData: { phone: hide, fax: mask, most: -1 }`;
  const network = 'expected an IP address or a network such as 127.0.0.1, 10.1.0.0/16 or fd00::/8';
  expect(problemsOf({ [PROJECT]: yaml })).toEqual(
    [
      '1:23  userAgent.contact: expected an https: page about your crawl, or a mailto: address, found "me"',
      '1:33  userAgent.name: expected letters, _ and - only: it is the product token that robots.txt rules name, found "Bot 2"',
      `3:18  network.allowPrivate[0]: ${network}, found "10.0.0.0/33"`,
      '3:31  network.allowPrivate[1]: expected a text, found 127.1',
      `3:45  network.allowPrivate[3]: ${network}, found "010.0.0.1"`,
      '4:26  network.connectTo.*.test: expected address:port such as 127.0.0.1:8080 or [::1]:8080, found "localhost:80"',
      '4:50  network.connectTo.x.test: expected address:port such as 127.0.0.1:8080 or [::1]:8080, found "127.0.0.1:70000"',
      '4:90  network.connectTo.a/b: expected a host name such as example.org, or *.example.org for it and all below it',
      '5:23  crawl.concurrency: expected a whole number from 1 to 4096, found -1',
      '5:34  crawl.lease: expected at least 1ms, found "0s"',
      '6:19  limits.robots: expected at least 500KiB (RFC 9309 section 2.5), found "1kB"',
      '7:10  storage: expected a folder relative to the project, or an absolute path; ~ is not expanded, found "~/data"',
      '8:24  personalData.phone: expected one of mask, keep, drop, found "hide"',
      '8:30  personalData.fax: there is no such key; there are: email, ipAddress, iban, residentId, paymentCard, phone, most',
      '8:47  personalData.most: expected a whole number, or null for no limit, found -1',
    ].map((each) => `${PROJECT}:${each}`),
  );
});

test('lists that the project names are there', () => {
  const yaml = 'blocklists: [lists/hosts.txt, lists/nowhere.txt]\nbenchmarks:\n  - lists/nothing.jsonl\n';
  expect(problemsOf({ [PROJECT]: yaml, 'lists/hosts.txt': 'bad.example\n' })).toEqual([
    `${PROJECT}:1:31  blocklists[1]: there is no file lists/nowhere.txt`,
    `${PROJECT}:3:5  benchmarks[0]: there is no file lists/nothing.jsonl`,
  ]);
});

describe('across files', () => {
  test('a preset of quality rules that is named is there, in the project or with Garner', () => {
    const files = {
      [CRAWLER]: seeds,
      'config/quality/own.yaml': 'extends: [standard]\n',
      [PROJECT]: 'corpus:\n  quality: standart\n',
      [TOPIC]: 'title: Birds\ncrawlers: [example.org]\nquality: owl\n',
      'config/topics/bees.yaml': 'title: Bees\ncrawlers: [example.org]\nquality: own\n',
      'config/topics/wasps.yaml': 'title: Wasps\ncrawlers: [example.org]\nquality: gopher_quality\n',
    };
    expect(problemsOf(files)).toEqual([
      `${PROJECT}:2:12  corpus.quality: there is no quality preset standart; did you mean standard?`,
      `${TOPIC}:3:10  quality: there is no quality preset owl; did you mean own?`,
    ]);
  });

  test('a topic names crawlers and tags that exist', () => {
    const topic = 'title: Birds\ncrawlers: [exmaple.org, nowhere.test]\ntags:\n  - natur\n  - music\n';
    expect(problemsOf({ [CRAWLER]: `${seeds}tags: [nature]\n`, [TOPIC]: topic })).toEqual([
      `${TOPIC}:2:12  crawlers[0]: no crawler is called exmaple.org; did you mean example.org?`,
      `${TOPIC}:2:25  crawlers[1]: no crawler is called nowhere.test; there are: example.org`,
      `${TOPIC}:4:5  tags[0]: no crawler carries the tag natur; did you mean nature?`,
      `${TOPIC}:5:5  tags[1]: no crawler carries the tag music; there are: nature`,
    ]);
  });

  test('a topic names something', () => {
    expect(problemsOf({ [TOPIC]: 'title: Birds\n' })).toEqual([`${TOPIC}:1:1  crawlers: a topic needs at least one crawler or one tag`]);
  });

  test('numbers of a topic are told as they may be', () => {
    const topic = 'title: Birds\ncrawlers: [example.org]\nlanguages: [german]\nminimumScore: 40%\nterms: { en: { owl: 0 } }\n';
    expect(problemsOf({ [CRAWLER]: seeds, [TOPIC]: topic })).toEqual([
      `${TOPIC}:3:13  languages[0]: expected a BCP 47 language tag such as en or zh-Hans, found "german"`,
      `${TOPIC}:4:15  minimumScore: expected a number from 0 to 1, found "40%"`,
      `${TOPIC}:5:21  terms.en.owl: expected a number above 0, at most 10, found 0`,
    ]);
  });

  test('a tag is not called unknown when a crawler that may carry it cannot be read', () => {
    const problems = problemsOf({ [CRAWLER]: 'seeds: [\n', [TOPIC]: 'title: Birds\ncrawlers: [example.org]\ntags: [nature]\n' });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((each) => each.startsWith(CRAWLER))).toBe(true);
  });

  test('errors of all files come at once, in order', () => {
    const problems = problemsOf({
      'crawlers/b.test.yaml': 'seeds: [http://b.test/]\nx: 1\n',
      'crawlers/a.test.yaml': 'tags: [A]\nseeds: 3\n',
      [PROJECT]: 'a: 1\na: 2\n',
      [TOPIC]: 'titel: x\n',
    });
    expect(problems.map((each) => each.split('  ')[0])).toEqual([
      `${PROJECT}:2:1`,
      `${PROJECT}:2:1`,
      `${TOPIC}:1:1`,
      `${TOPIC}:1:1`,
      'crawlers/a.test.yaml:1:8',
      'crawlers/a.test.yaml:2:8',
      'crawlers/b.test.yaml:2:1',
    ]);
  });

  test('files that would be overlooked, and names that are none', () => {
    const files = {
      'crawlers/Ex.com.yaml': 'seeds: [https://ex.com/]\n',
      'crawlers/bücher.example.yaml': 'seeds: [https://bücher.example/]\n',
      'crawlers/127.1.yaml': 'seeds: [http://127.0.0.1/]\n',
      'crawlers/10.0.0.1.yaml': 'seeds: [http://10.0.0.1/]\n',
      'crawlers/a site.yaml': 'seeds: [https://a.example/]\n',
      'crawlers/example.org.yml': seeds,
      'crawlers/.hidden.yaml': 'nonsense',
      'crawlers/notes.txt': 'nonsense',
      'config/garnr.yaml': 'crawl: {}\n',
      'config/imports/Our Notes.yaml': 'base: https://notes.example/\nlicence: CC0-1.0\n',
      'config/topics/Big Birds.yaml': 'title: x\ncrawlers: [10.0.0.1]\n',
    };
    const name = 'expected a file named after the host, such as example.org.yaml';
    const form = `${name}: lower case, punycode, no default port`;
    expect(problemsOf(files)).toEqual([
      'config/garnr.yaml:1:1  nothing reads this file; there are config/garner.yaml, config/rights.yaml, config/schedules.yaml, config/imports/*.yaml, config/quality/*.yaml and config/topics/*.yaml; did you mean config/garner.yaml?',
      'config/imports/Our Notes.yaml:1:1  expected a name in lower-case letters, digits, - and ., for a corpus takes it; did you mean our-notes.yaml?',
      'config/topics/Big Birds.yaml:1:1  expected a file named in lower-case letters, digits and -, for the corpus takes its name; did you mean big-birds.yaml?',
      `crawlers/127.1.yaml:1:1  ${form}; did you mean 127.0.0.1.yaml?`,
      `crawlers/Ex.com.yaml:1:1  ${form}; did you mean ex.com.yaml?`,
      `crawlers/a site.yaml:1:1  ${name}`,
      `crawlers/bücher.example.yaml:1:1  ${form}; did you mean xn--bcher-kva.example.yaml?`,
      'crawlers/example.org.yml:1:1  only files that end in .yaml are read; did you mean example.org.yaml?',
    ]);
  });
});

test('loading throws all of it at once', () => {
  const root = projectFolder({ [PROJECT]: 'x: 1\n', [CRAWLER]: 'y: 1\n' });
  expect(() => loadConfig(root)).toThrow(ConfigError);
  expect(() => loadConfig(root)).toThrow(/3 errors[\s\S]*garner\.yaml:1:1[\s\S]*example\.org\.yaml:1:1/);
});

test('a folder that is none', () => {
  const root = join(projectFolder({}), 'nowhere');
  expect(() => loadConfig(root)).toThrow(`:\n  there is no folder ${root}`);
});
