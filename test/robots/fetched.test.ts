import { expect, test } from 'vitest';
import { robotsFact, robotsGate, rulesOf, type RobotsAnswer, type RobotsFact } from '../../src/robots/fetched.ts';
import type { Headers } from '../../src/records.ts';
import { createRulesCache } from '../../src/robots/rules-cache.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const answer = (status: number, body: string | Uint8Array = '', headers: Headers = []): RobotsAnswer => ({
  kind: 'response',
  status,
  headers,
  body: typeof body === 'string' ? Buffer.from(body) : body,
});
const down: RobotsAnswer = { kind: 'failure', reason: 'dns-not-found', because: 'no address for ex.org' };
const rules = 'User-agent: *\nCrawl-delay: 2.5\nDisallow: /x\n';

test('a file is kept with its hash and decides', () => {
  const fact = robotsFact(answer(200, rules), 'standard', null, 1000);
  expect(fact).toMatchObject({ access: 'rules', status: 200, fetchedAt: 1000, failures: 0, flags: [] });
  expect(fact.sha256).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(robotsGate(fact, ['GarnerBot'], 'https://ex.org/x')).toEqual({
    verdict: 'disallow',
    because: 'robots.txt line 3: Disallow: /x',
    line: 3,
    crawlDelayMs: 2500,
  });
  expect(robotsGate(fact, 'GarnerBot', 'https://ex.org/y')).toMatchObject({ verdict: 'allow', crawlDelayMs: 2500 });
});

test('survives JSON, whatever bytes it has', () => {
  for (const bytes of [
    Buffer.from(rules),
    Buffer.from('User-agent: *\nDisallow: /\xe9', 'latin1'),
    Buffer.from(`\ufeff${rules}`, 'utf16le'),
  ]) {
    const fact = robotsFact(answer(200, bytes), 'standard', null, 0);
    const back = JSON.parse(JSON.stringify(fact)) as RobotsFact;
    expect(back).toEqual(fact);
    for (const path of ['/x', '/%E9', '/y']) {
      const { verdict } = robotsGate(back, 'GarnerBot', `https://ex.org${path}`);
      expect(verdict).toBe(robotsGate(fact, 'GarnerBot', `https://ex.org${path}`).verdict);
    }
  }
  const latin1 = robotsFact(answer(200, Buffer.from('User-agent: *\nDisallow: /\xe9', 'latin1')), 'standard', null, 0);
  expect(robotsGate(latin1, 'GarnerBot', 'https://ex.org/%E9').verdict).toBe('disallow');
});

test('is used for a day at most and five minutes at least', () => {
  const lifetime = (headers: Headers): number => robotsFact(answer(200, rules, headers), 'standard', null, 7).expiresAt - 7;
  expect(lifetime([])).toBe(day);
  expect(lifetime([['Cache-Control', 'public, max-age=3600']])).toBe(60 * minute);
  expect(lifetime([['cache-control', 'max-age=31536000']])).toBe(day);
  expect(lifetime([['cache-control', 'max-age=0']])).toBe(5 * minute);
  expect(lifetime([['cache-control', 'no-store']])).toBe(5 * minute);
  expect(lifetime([['cache-control', 's-maxage=5']])).toBe(day);
});

test('outages wait longer each time, up to an hour, or as long as the server says', () => {
  let fact: RobotsFact | null = null;
  const waits: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    fact = robotsFact(down, 'standard', fact, 0);
    waits.push(fact.expiresAt / minute);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(robotsFact(answer(503, '', [['Retry-After', '7200']]), 'standard', null, 0).expiresAt).toBe(120 * minute);
  expect(robotsFact(answer(429, '', [['retry-after', 'Thu, 01 Jan 1970 00:10:00 GMT']]), 'standard', null, 0).expiresAt).toBe(10 * minute);
  expect(robotsFact(answer(503, '', [['retry-after', '999999999']]), 'standard', null, 0).expiresAt).toBe(day);
  expect(robotsFact(answer(404), 'standard', fact, 0).failures).toBe(0);
});

test('the last good copy stands in for 30 days, then all waits', () => {
  const good = robotsFact(answer(200, rules), 'standard', null, 0);
  const stale = robotsFact(down, 'standard', good, 30 * day);
  expect(stale).toMatchObject({ access: 'rules', sha256: good.sha256, reason: 'dns-not-found', flags: ['unreachable', 'stale'] });
  expect(robotsGate(stale, 'GarnerBot', 'https://ex.org/x').verdict).toBe('disallow');
  expect(robotsGate(stale, 'GarnerBot', 'https://ex.org/y').verdict).toBe('allow');
  const old = robotsFact(down, 'standard', stale, 30 * day + 1);
  expect(robotsGate(old, 'GarnerBot', 'https://ex.org/y')).toEqual({
    verdict: 'wait',
    because: 'robots.txt could not be fetched: no address for ex.org',
  });
  expect(robotsFact(down, 'google', good, 300 * day).access).toBe('rules');
});

test('a file without rules leaves no copy behind when it is gone, an absent one allows', () => {
  expect(robotsFact(down, 'standard', robotsFact(answer(404), 'standard', null, 0), 1).access).toBe('wait');
  expect(robotsGate(robotsFact(answer(404), 'standard', null, 0), 'GarnerBot', 'https://ex.org/')).toEqual({
    verdict: 'allow',
    because: 'robots.txt answered 404',
  });
  expect(robotsGate(robotsFact(answer(403), 'strict', null, 0), 'GarnerBot', 'https://ex.org/').verdict).toBe('disallow');
});

test('robots.txt itself may always be asked for', () => {
  const url = 'https://ex.org/robots.txt';
  for (const result of [down, answer(200, 'User-agent: *\nDisallow: /'), answer(403)]) {
    expect(robotsGate(robotsFact(result, 'strict', null, 0), 'GarnerBot', url).verdict).toBe('allow');
  }
});

test('a copy says that it was cut, as the file did', () => {
  const fact = robotsFact(answer(200, `User-agent: *\nDisallow: /x\n${'#\n'.repeat(300_000)}`), 'standard', null, 0);
  expect(fact.flags).toEqual(['truncated']);
  expect(rulesOf(fact).flags).toEqual(['truncated']);
});

test.each([
  '<html><head><title>Just a moment...</title>',
  '<!DOCTYPE html><html><body><div id="px-captcha"></div>',
  '<html><script>document.cookie="a=1";location.reload()</script></html>',
  '<html><title>安全验证</title></html>',
  '<html><iframe src="/_Incapsula_Resource?x=1"></iframe></html>',
])('a bot wall is no robots.txt: %s', (html) => {
  expect(robotsFact(answer(200, html), 'standard', null, 0)).toMatchObject({ access: 'wait', reason: 'bot-wall' });
});

test('a file that speaks of captchas is no bot wall', () => {
  const fact = robotsFact(answer(200, '# are you human?\nUser-agent: *\nDisallow: /hcaptcha.com\n'), 'standard', null, 0);
  expect(fact.access).toBe('rules');
});

test('parsed files are shared by digest, and forgotten when there are too many', () => {
  const cache = createRulesCache(5000);
  const fact = robotsFact(answer(200, rules), 'standard', null, 0);
  const robots = cache(fact);
  expect(cache(robotsFact(answer(200, rules), 'standard', null, 99))).toBe(robots);
  expect(cache({ ...fact, profile: 'google' })).not.toBe(robots);
  cache(robotsFact(answer(200, `${rules}${'#'.repeat(3000)}`), 'standard', null, 0));
  expect(cache(fact)).not.toBe(robots);
});
