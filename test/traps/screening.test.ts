import { describe, expect, test } from 'vitest';
import { challengeOf } from '../../src/traps/challenge.ts';
import { type Look, lookAtPage } from '../../src/traps/look.ts';
import { apologises, isPretence, pretenceOf } from '../../src/traps/not-found.ts';
import { parkedBy } from '../../src/traps/parked.ts';

const look = (title: string, body: string, head = ''): Look =>
  lookAtPage(Buffer.from(`<!doctype html><html><head><title>${title}</title>${head}</head><body>${body}</body></html>`));
const prose = `<p>${'Paper goes into the blue bin, and glass into the bank of bottles behind the hall. '.repeat(20)}</p>`;

test('a look tells title, heading and the words that a reader sees', () => {
  const seen = look('A &amp; B', '<h1>The <b>first</b></h1><script>var hidden = 1</script><!-- none --><p>Glass&nbsp;jars 玻璃</p>');
  expect([seen.title, seen.heading]).toEqual(['A &amp; B', 'The first']);
  expect(seen.words).toEqual(['the', 'first', 'glass', 'jars', '玻', '璃']);
});

describe('a front that asks for a human', () => {
  const who = (seen: Look, headers: readonly (readonly [string, string])[] = []): string | null => challengeOf(headers, () => seen);

  test.each([
    ['Cloudflare', look('Just a moment...', '<script>window._cf_chl_opt={}</script><noscript>Enable JavaScript and cookies</noscript>')],
    ['DataDome', look('shop.test', "<script>var dd={'host':'geo.captcha-delivery.com'}</script>")],
    ['Imperva', look('', '<iframe src="/_Incapsula_Resource?x=1">Request unsuccessful.</iframe>')],
    ['Akamai', look('', '<script src="/x?bm-verify=AAQ"></script>')],
    ['AWS WAF', look('', '<script>window.gokuProps = {}; AwsWafIntegration.checkForceRefresh()</script>')],
    ['Anubis', look('Making sure you&#39;re not a bot!', '<script src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script>')],
    ['“安全验证”', look('安全验证', '<p>请完成安全验证</p>')],
    ['a script that sets a cookie and comes again', look('', "<script>document.cookie='a=1';location.reload()</script>")],
  ])('%s', (name, seen) => {
    expect(who(seen)).toBe(name);
  });

  test('by its headers alone', () => {
    expect(who(look('', ''), [['CF-Mitigated', 'challenge']])).toBe('Cloudflare');
    expect(who(look('', ''), [['x-amzn-waf-action', 'captcha']])).toBe('AWS WAF');
  });

  test.each([
    [
      'a page over which a front looks on',
      look('Glass', `${prose}<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>`),
    ],
    ['a page with a captcha in a form', look('Contact', '<form><div class="g-recaptcha"></div></form>')],
    ['a text about fronts', look('Just a moment: how challenges work', prose.repeat(2))],
    ['a page that sets a cookie', look('Glass', `${prose.repeat(4)}<script>document.cookie='a=1';location.href</script>`)],
  ])('%s is none', (_, seen) => {
    expect(who(seen)).toBeNull();
  });
});

describe('a parked name', () => {
  test('by marks and by words', () => {
    expect(parkedBy(look('glass.test', '<script src="https://www.sedoparking.com/frmpark/x.js"></script>'))).toContain('sedoparking.com');
    expect(parkedBy(look('glass.test is for sale', '<h1>The domain glass.test is for sale!</h1>'))).toContain('is for sale');
    expect(parkedBy(look('域名出售', '<p>联系我们</p>'))).toContain('域名出售');
  });
  test('not a text about names', () => {
    expect(parkedBy(look('This domain is for sale: how names are traded', prose.repeat(2)))).toBeNull();
    expect(parkedBy(look('News', '<p>We heard that this domain is for sale.</p>'))).toBeNull();
  });
});

describe('an apology with the status of a page', () => {
  const apology = look(
    'Page not found',
    '<h1>Sorry</h1><p>We have looked everywhere for /nowhere-1. Try the search, or begin at the home page.</p>',
  );
  const fact = (pretends: ReturnType<typeof pretenceOf>) =>
    ({ version: 1, url: 'http://a.test/nowhere-1', because: '', pretends }) as const;

  test.each([
    'Page not found',
    '404 – Example',
    'Error 404',
    'Seite nicht gefunden',
    'Page introuvable',
    '页面不存在',
    'ページが見つかりません',
    'Not Found',
  ])('“%s” is suspected', (title) => {
    expect(apologises({ title, heading: '' })).toBe(true);
  });
  test.each(['Lost and found', 'How to sort glass', 'The missing page of the codex', 'Route 4041'])('“%s” is not', (title) => {
    expect(apologises({ title, heading: '' })).toBe(false);
  });
  test('is one when the host says the same of what cannot exist', () => {
    const other = look(
      'Page not found',
      '<h1>Sorry</h1><p>We have looked everywhere for /old-page. Try the search, or begin at the home page.</p>',
    );
    expect(isPretence('http://a.test/old-page', other, fact(pretenceOf(apology)))).toBe(true);
    expect(isPretence('http://a.test/404', other, fact({ to: 'http://a.test/404' }))).toBe(true);
  });
  test('is none where the host is honest, or says something else', () => {
    expect(isPretence('http://a.test/x', apology, fact(null))).toBe(false);
    expect(isPretence('http://a.test/x', look('404: a history of the missing page', prose), fact(pretenceOf(apology)))).toBe(false);
  });
});
