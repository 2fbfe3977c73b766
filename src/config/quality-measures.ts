/** What rules of quality can look at, with what each means. Shares lie between 0 and 1; a measure may be missing where it says so. */
export const qualityMeasures = {
  characters: 'length, in UTF-16 code units as all lengths here',
  words: 'words and numbers; where a script has no spaces, words of a dictionary',
  tokens: 'words, numbers and runs of one symbol',
  sentences: 'sentences; the end of a line ends one',
  lines: 'lines that are not blank',
  mean_word_length: 'characters in a word or number',
  mean_line_length: 'characters to a line, blank lines included',
  alphabetic_words: 'share of tokens with a letter',
  hashes_per_word: '# to a token',
  ellipses_per_word: '... and … to a token',
  line_ends_per_word: 'line ends to a token',
  stop_words: 'different stop words of the language; missing for languages without a list',
  letters: 'share of letters in what is no space',
  digits: 'share of digits in what is no space',
  han: 'share of Han characters',
  addresses: 'share of characters in web addresses',
  unspeakable_words: 'share of Latin words of four letters and more without a vowel, or with five consonants in a row',
  mixed_alphabets: 'share of words that mix Latin with Greek or Cyrillic',
  word_order: 'how much more the most frequent words say of their neighbours than by chance; missing below 300 words',
  word_clustering: 'standard deviations nearer together than by chance that words come again; missing like word_order',
  babble: 'suspicion of word salad and Markov chains, 0 to 1; missing like word_order',
  bullet_lines: 'share of lines that begin with • or -',
  ellipsis_lines: 'share of lines that end in ... or …',
  line_end_marks: 'share of lines, blank ones left out, that end a sentence',
  short_lines: 'share of lines, blank ones left out, of at most 30 characters',
  duplicate_lines: 'share of lines that stood in the text before',
  duplicate_line_characters: 'their share of characters',
  duplicate_characters: 'their share of characters without line ends, blank lines left out',
  duplicate_paragraphs: 'share of paragraphs that stood in the text before',
  duplicate_paragraph_characters: 'their share of characters',
  top_2_gram: 'share of characters in the most frequent pair of tokens',
  top_3_gram: 'the same of three',
  top_4_gram: 'the same of four',
  duplicate_5_grams: 'share of characters in five tokens in a row that stood in the text before',
  duplicate_6_grams: 'the same of six',
  duplicate_7_grams: 'the same of seven',
  duplicate_8_grams: 'the same of eight',
  duplicate_9_grams: 'the same of nine',
  duplicate_10_grams: 'the same of ten',
  repeated_13_grams: 'share of runs of 13 characters, without case and spaces, that stand in the text more than once',
  lorem_ipsum: 'how often the filler text begins',
  curly_brackets: 'how often { stands',
  words_removed: 'share of words that `edit` took out; missing where it took nothing',
  filter_score: 'what the learned filter of the preset says, 0 to 1; missing without one',
} as const;

export type MeasureName = keyof typeof qualityMeasures;
export const measureNames = Object.keys(qualityMeasures) as [MeasureName, ...MeasureName[]];

const ROWS = /(<!-- measures -->\n)[\s\S]*?(<!-- end -->)/;

/** The guide to quality with its table of measures made anew. */
export const withMeasureTable = (guide: string): string =>
  guide.replace(ROWS, (_whole, begin: string, end: string) => {
    const rows = Object.entries(qualityMeasures).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
    return `${begin}${['| Measure | Meaning |', '|---|---|', ...rows].join('\n')}\n${end}`;
  });
