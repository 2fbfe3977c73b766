import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Language, languageTag } from './code.ts';

/** The likeliest languages of one line of text, so many at most, the likeliest first. */
export type FastText = (line: string, most: number) => readonly Language[];

const MODEL = 'fasttext.wasm.js/dist/models/language-identification/assets/lid.176.ftz';
const LABEL = '__label__'.length;

/** Joulin et al. 2017, `lid.176`: linear over words and letters in twos to fours; 176 languages of Wikipedia. */
export async function openFastText(): Promise<FastText> {
  const { getFastTextModule } = await import('fasttext.wasm.js');
  const [module, bytes] = await Promise.all([getFastTextModule(), readFile(createRequire(import.meta.url).resolve(MODEL))]);
  const model = new module.FastText();
  module.FS.writeFile('model', bytes);
  model.loadModel('model');
  module.FS.unlink('model');
  return (line, most) => {
    const found = model.predict(`${line}\n`, most, 0);
    // What WebAssembly gives out must be given back.
    try {
      return Array.from({ length: found.size() }, (_, at) => {
        const [score, label] = found.get(at);
        return { language: languageTag(label.slice(LABEL)), score };
      });
    } finally {
      found.delete();
    }
  };
}
