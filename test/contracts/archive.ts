import { describe, expect, test } from 'vitest';
import type { Archive, Exchange } from '../../src/archive/archive.ts';
import { ArchiveError } from '../../src/archive/archive.ts';
import type { PageUrl, RecordId } from '../../src/records.ts';
import { exchange } from './exchange.ts';

const pageOf = (of: Exchange): PageUrl => of.url as PageUrl;

/** What every archive owes. `open` gives an archive over the same storage each time it is called within one test. */
export function archiveContract(name: string, open: () => Promise<Archive>): void {
  describe(`${name} keeps the archive contract`, () => {
    test('what was written is read back, at once and after reopening', async () => {
      const first = await open();
      const written = exchange(1, '<p>Glass goes to the bottle bank.</p>');
      const { recordId, location, bodyDigest } = await first.write(written);
      const back = await first.read(recordId, location);
      await first.close();
      const second = await open();
      const later = await second.read(recordId, location);
      await second.close();
      for (const each of [back, later]) {
        expect(each).toMatchObject({ recordId, url: written.url, at: written.at, status: 200 });
        expect(Buffer.from(each.body)).toEqual(Buffer.from(written.body));
        expect(each.headers.filter(([header]) => header === 'Vary')).toEqual([
          ['Vary', 'Accept'],
          ['Vary', 'Cookie'],
        ]);
      }
      expect(bodyDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
    });

    test('bodies are kept byte for byte, empty and binary ones too', async () => {
      const archive = await open();
      const bodies = [
        Buffer.alloc(0),
        Buffer.from([0, 1, 2, 253, 254, 255, 13, 10, 13, 10]),
        Buffer.from('WARC/1.1\r\n\r\n'),
        Buffer.alloc(300_000, 'ab'),
      ];
      for (const [n, body] of bodies.entries()) {
        const { recordId, location } = await archive.write(exchange(n, '', { body }));
        expect(Buffer.from((await archive.read(recordId, location)).body).equals(body)).toBe(true);
      }
      await archive.close();
    });

    test('writers at the same time do not disturb each other', async () => {
      const archive = await open();
      const written = Array.from({ length: 200 }, (_, n) => exchange(n, `page ${n} `.repeat((n % 17) * 50)));
      const archived = await Promise.all(written.map((each) => archive.write(each)));
      expect(new Set(archived.map(({ recordId }) => recordId)).size).toBe(200);
      for (const [n, { recordId, location }] of archived.entries()) {
        const back = await archive.read(recordId, location);
        expect(back.url).toBe(written[n]!.url);
        expect(Buffer.from(back.body).equals(Buffer.from(written[n]!.body))).toBe(true);
      }
      await archive.close();
    });

    test('the same exchange has the same name and digest again, another one has not', async () => {
      const archive = await open();
      const one = await archive.write(exchange(1, 'same'));
      const again = await archive.write(exchange(1, 'same'));
      const later = await archive.write(exchange(1, 'same', { at: 5 }));
      await archive.close();
      expect(again.recordId).toBe(one.recordId);
      expect(again.bodyDigest).toBe(one.bodyDigest);
      expect(later.recordId).not.toBe(one.recordId);
    });

    test('a revisit is read with its own headers and the body of the capture it refers to', async () => {
      const archive = await open();
      const first = exchange(1, 'the body');
      const original = await archive.write(first);
      const of = { recordId: original.recordId, url: pageOf(first), at: first.at, bodyDigest: original.bodyDigest };
      const again = exchange(1, '', { at: first.at + 86_400_000, status: 304, statusText: 'Not Modified', headers: [['ETag', '"7"']] });
      const { recordId, location, bodyDigest } = await archive.revisit(again, of);
      const back = await archive.read(recordId, location);
      await archive.close();
      expect(recordId).not.toBe(original.recordId);
      expect(bodyDigest).toBe(original.bodyDigest);
      expect(back).toMatchObject({ recordId, at: again.at, status: 304 });
      expect(back.headers).toContainEqual(['ETag', '"7"']);
      expect(Buffer.from(back.body).toString()).toBe('the body');
    });

    test('what was made of a response is read back as it is, and has a name of its own', async () => {
      const archive = await open();
      const first = exchange(1, '<div id="app"></div>');
      const response = await archive.write(first);
      const body = Buffer.from('<div id="app">HTTP/1.1 200 OK\r\n\r\nGlas</div>');
      const made = { of: response.recordId, url: first.url, at: first.at, contentType: 'text/html; charset=utf-8', body };
      const { recordId, location } = await archive.conversion(made);
      const back = await archive.read(recordId, location);
      const elsewhere = await archive.read(recordId, response.location);
      await archive.close();
      expect(recordId).not.toBe(response.recordId);
      expect(back).toMatchObject({ recordId, url: first.url, at: first.at, status: 0 });
      expect(back.headers).toEqual([['Content-Type', 'text/html; charset=utf-8']]);
      for (const each of [back, elsewhere]) expect(Buffer.from(each.body).equals(body)).toBe(true);
    });

    test('metadata about a capture has a name and a place of its own', async () => {
      const archive = await open();
      const first = exchange(1, 'x');
      const of = await archive.write(first);
      const about = await archive.metadata({ recordId: of.recordId, url: first.url, at: first.at }, [['via', 'https://example.org/']]);
      expect(about.recordId).not.toBe(of.recordId);
      await expect(archive.read(about.recordId, about.location)).rejects.toThrow(ArchiveError);
      await archive.close();
    });

    test('a wrong place is only a wrong hint', async () => {
      const archive = await open();
      const one = await archive.write(exchange(1, 'one'));
      const two = await archive.write(exchange(2, 'two'));
      expect(Buffer.from((await archive.read(one.recordId, two.location)).body).toString()).toBe('one');
      const moved = { segment: 'gone.warc.gz', offset: 12, length: 34 };
      expect(Buffer.from((await archive.read(two.recordId, moved)).body).toString()).toBe('two');
      await archive.close();
      const later = await open();
      expect(Buffer.from((await later.read(two.recordId, moved)).body).toString()).toBe('two');
      await later.close();
    });

    test('a record that is not there is an ArchiveError that says where it should be', async () => {
      const archive = await open();
      const { location } = await archive.write(exchange(1, 'one'));
      const nobody = 'urn:uuid:00000000-0000-8000-8000-000000000000' as RecordId;
      await expect(archive.read(nobody, location)).rejects.toThrow(ArchiveError);
      await expect(archive.read(nobody, location)).rejects.toThrow(location.segment);
      await archive.close();
    });

    test('a closed archive takes nothing more', async () => {
      const archive = await open();
      await archive.write(exchange(1, 'one'));
      await archive.close();
      await expect(archive.write(exchange(2, 'two'))).rejects.toThrow(ArchiveError);
    });
  });
}
