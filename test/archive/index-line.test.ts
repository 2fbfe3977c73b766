import { describe, expect, test } from 'vitest';
import { indexLine } from '../../src/archive/cdxj.ts';
import { isWantedCapture, parseCaptureFilter, parseIndexLine } from '../../src/archive/index-line.ts';
import type { RecordId } from '../../src/records.ts';

const at = Date.parse('2024-02-20T21:09:29Z');

describe('a line of an index', () => {
  test('is read as Common Crawl, index servers and Garner write it', () => {
    const fields =
      '"url": "https://example.org/a", "mime": "text/html", "status": "200", "digest": "ABC", "length": "5079", "offset": "771205012", "filename": "crawl/x.warc.gz", "languages": "eng,deu"';
    const expected = { url: 'https://example.org/a', at, filename: 'crawl/x.warc.gz', offset: 771_205_012, length: 5079 };
    expect(parseIndexLine(`org,example)/a 20240220210929 {${fields}}`)).toMatchObject({ ...expected, fields: { languages: 'eng,deu' } });
    expect(parseIndexLine(`{"urlkey": "org,example)/a", "timestamp": "20240220210929", ${fields}}`)).toMatchObject(expected);
    const location = { segment: 'crawl/x.warc.gz', offset: 771_205_012, length: 5079 };
    const own = {
      id: 'urn:uuid:1' as RecordId,
      url: 'https://example.org/a',
      at,
      mime: 'text/html',
      status: 200,
      digest: 'sha256:0',
      location,
    };
    expect(parseIndexLine(indexLine(own))).toMatchObject(expected);
  });

  test.each([
    ' CDX N b a m s k r M S V g',
    '!meta {"format": "cdxj-gzip-1.0"}',
    'org,example)/ 2024 {"url":"https://example.org/"}',
    'org,example)/ 2024 {',
    '',
  ])('names no capture: %s', (line) => {
    expect(parseIndexLine(line)).toBeNull();
  });
});

test.each([
  [{}, true],
  [{ host: ['example.org'] }, true],
  [{ host: ['ample.org'] }, false],
  [{ host: ['other.org', 'docs.example.org'] }, true],
  [{ url: ['https://docs.example.org/a'] }, true],
  [{ url: ['https://example.org/'] }, false],
  [{ mime: ['text/html'], status: ['200'] }, true],
  [{ mime: ['text/html'], status: ['404'] }, false],
  [{ languages: ['deu'] }, true],
  [{ languages: ['de'] }, false],
  [{ encoding: ['UTF-8'] }, false],
])('of captures, %j wants one of these: %s', (filter, wanted) => {
  const fields = { mime: 'text/html', status: '200', languages: 'eng,deu' };
  expect(isWantedCapture(filter, 'https://docs.example.org/a/b', fields)).toBe(wanted);
});

test('a filter is a field and a value', () => {
  expect(parseCaptureFilter('url=https://example.org/?a=b')).toEqual(['url', 'https://example.org/?a=b']);
  for (const wrong of ['html', '=x', 'Mime=x', 'mime=']) expect(parseCaptureFilter(wrong)).toBeNull();
});
