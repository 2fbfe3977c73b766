import type { Evidence } from '../records.ts';

/** Where evidence stood, for people: `robots.txt:3`, also with a remark behind it, `meta element, line 12`. */
export const placeOf = ({ where, line }: Evidence): string =>
  line === undefined || `${where};`.includes(`:${line};`) ? where : `${where}, line ${line}`;
