import type { Signal } from './signal.ts';

/** What whoever put a document into the archive says about using it. A licence that they state grants what it grants, which is no more than the same licence on a page. */
export const importStatement: Signal = {
  name: 'import-statement',
  read({ statement }) {
    if (statement === null || !statement.own) return [];
    const quote = 'whoever imported this document has all rights in it and allows training';
    const says = { train: 'allow', aiInput: 'allow', search: 'allow', index: 'allow' } as const;
    return [{ signal: 'import:own=true', quote, where: whereOf(statement), says }];
  },
};

/** When a statement was made, and about which files. */
export const whereOf = ({ source, base, at }: { readonly source: string; readonly base: string; readonly at: number }): string =>
  `import ${source}, all documents below ${base}, stated ${new Date(at).toISOString()}`;
