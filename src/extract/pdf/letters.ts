/** Radicals that fonts give for the ideographs which look like them, and these (Unicode, EquivalentUnifiedIdeograph). */
const RADICALS = '⺁⺈⺊⺌⺍⺒⺓⺗⺜⺝⺟⺠⺧⺩⺬⺮⺶⺷⺻⺼⺽⻁⻄⻅⻆⻉⻋⻏⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳';
const IDEOGRAPHS = '厂刀卜小小巳幺心日月母民牛王示竹羊羊聿肉臼虎西见角贝车邑長长门雨青韦页风飞食马骨鬼鱼鸟麦黄黾斉齐歯齿竜龙龜亀龟';
/** Signs as they stand in columns, and in lines. */
const VERTICAL = '︐︑︒︓︔︕︖︗︘︙︰︱︲︳︴︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈';
const HORIZONTAL = '，、。：；！？〖〗…‥—–＿＿（）｛｝〔〕【】《》〈〉「」『』［］';
const byShape = new Map(Array.from(RADICALS + VERTICAL, (drawn, n) => [drawn, (IDEOGRAPHS + HORIZONTAL)[n] ?? drawn]));

/** Letters as they are drawn: ligatures, Arabic in its four shapes, Kangxi radicals, ideographs twice encoded, signs turned for columns. */
const DRAWN = /[\u2E80-\u2FD5\uF900-\uFAFF\uFB00-\uFDFF\uFE10-\uFE19\uFE30-\uFE48\uFE70-\uFEFC]+/g;

/** Letters as they are written, not as they are drawn; all others stay, such as full-width punctuation. */
export const asWritten = (text: string): string =>
  text
    .replaceAll(DRAWN, (letters) => Array.from(letters, (letter) => byShape.get(letter) ?? letter.normalize('NFKC')).join(''))
    .normalize('NFC');
