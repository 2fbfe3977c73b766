/** Radicals that fonts give for the ideographs which look like them, and these (Unicode, EquivalentUnifiedIdeograph). */
const RADICALS = '⺁⺈⺊⺌⺍⺒⺓⺗⺜⺝⺟⺠⺧⺩⺬⺮⺶⺷⺻⺼⺽⻁⻄⻅⻆⻉⻋⻏⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳';
const IDEOGRAPHS = '厂刀卜小小巳幺心日月母民牛王示竹羊羊聿肉臼虎西见角贝车邑長长门雨青韦页风飞食马骨鬼鱼鸟麦黄黾斉齐歯齿竜龙龜亀龟';
const byRadical = new Map(Array.from(RADICALS, (radical, n) => [radical, IDEOGRAPHS[n] ?? radical]));

/** Letters as they are drawn: ligatures, Arabic in its four shapes, Kangxi radicals, ideographs twice encoded. */
const DRAWN = /[\u2E80-\u2FD5\uF900-\uFAFF\uFB00-\uFDFF\uFE70-\uFEFC]+/g;

/** Letters as they are written, not as they are drawn; all others stay, such as full-width punctuation. */
export const asWritten = (text: string): string =>
  text
    .replaceAll(DRAWN, (letters) => Array.from(letters, (letter) => byRadical.get(letter) ?? letter.normalize('NFKC')).join(''))
    .normalize('NFC');
