import { expect, test } from 'vitest';
import { admitPage } from '../../src/fetch/admit.ts';

const head = (type: string | null, status = 200) => ({ status, headers: type === null ? [] : ([['Content-Type', type]] as const) });

test.each(['image/png', 'video/mp4', 'application/zip', 'multipart/x-mixed-replace; boundary=x', 'TEXT/CSS'])(
  'the body of %s is not read',
  (type) => {
    expect(admitPage(head(type))).toBe('unsupported-type');
  },
);

test.each(['text/html', 'text/html; charset=gbk', 'application/xhtml+xml', 'text/plain', null])('the body of %s is read', (type) => {
  expect(admitPage(head(type))).toBeNull();
});

test.each(['application/pdf', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'])(
  'the body of %s is read, and that of others like it is not',
  (type) => {
    expect([admitPage(head(type)), admitPage(head('application/vnd.ms-excel'))]).toEqual([null, 'unsupported-type']);
  },
);

test('the body of an error page is read whatever its type, for the archive', () => {
  expect(admitPage(head('image/png', 404))).toBeNull();
});
