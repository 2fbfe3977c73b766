/** What Creative Commons is called. */
const creativeCommons =
  'creative[ -]?commons|(?<!\\p{L})CCL?(?!\\p{L})|知识共享|知識共享|創用 ?CC|创用 ?CC|创意共享|[创創]作共用|クリエイティブ[ -]?コモンズ|크리에이티브 ?커먼즈|' +
  'المشاع الإبداعي|کریتیو کامنز|криэйтив коммонс|креатив коммонс|криейтив комънс|ครีเอทีฟ ?คอมมอนส์|क्रिएटिव कॉमन्स';

/**
 * The elements of its licences in the languages of its translations (creativecommons.org, licence deeds). Where a space stands, notices have
 * a hyphen or nothing as well: `Keine Bearbeitung`, `KeineBearbeitung`.
 */
const elements: readonly (readonly [element: string, names: string])[] = [
  [
    'BY',
    '(?:uznanie|označení) autorstwa|attribution|paternité|namensnennung|reconocimiento|atribución|atribuição|attribuzione|naamsvermelding|' +
      'атрибуци\\p{L}*|(?:с указанием|указание) авторства|(?:із )?зазначенням? авторства|erkännande|navngivelse|kreditering|nimeä|uveďte (?:původ|autora)|' +
      'nevezd meg!?|atribuire|αναφορά(?: δημιουργού| προέλευσης)?|atıf|alıntı|ghi (?:nhận )?công|atribusi|ייחוס|(?:نسبة?|إسناد) (?:ال)?(?:مصنف|عمل)|نسبة|انتساب|ارجاع|' +
      'reconeixement|recoñecemento|aitortu|imenovanje(?: autora)?|priznanje avtorstva|ауторство|признание|autorile viitamine|priskyrimas|uveďte pôvod|' +
      '(?:保持)?署名|姓名標示|姓名标示|表示|저작자 표시|แสดงที่มา|[एऍऐ]ट्र[िी]ब्यूशन|श्रेय',
  ],
  [
    'NC',
    "non comm?erciale?|no comercial|não comercial|uso não comercial|nicht kommerziell|keine kommerzielle nutzung|pas d['’] utilisation commerciale|" +
      'niet commercieel|użycie niekomercyjne|некоммерческ\\p{L}*(?: использовани\\p{L}*)?|некомерційн\\p{L}*|icke kommersiell|ikke kommer[cs]iel+|' +
      'epäkaupallinen|ei kaupallinen|neužívejte (?:dílo )?komerčně|nepoužívajte komerčne|ne add el!?|necomercial|μη εμπορική(?: χρήση)?|gayri ticari|phi thương mại|' +
      '(?:non|bukan) komersial|некомер(?:сиално|цијално)|nekomercij?alno|ez komertziala|mitteäriline eesmärk|nekomercinis platinimas|' +
      'nekomerčné použitie|שימוש לא מסחרי|غير (?:ال)?تجاري|غیر تجاری|非商业(?:性)?(?:使用)?|非商業性?(?:使用)?|非商用|非営利|비영리|ไม่ใช้เพื่อการค้า|गैर (?:वाणिज्यिक|व्यावसायिक)|नॉन कमर्शियल',
  ],
  [
    'ND',
    "no deriv(?:ative)?s?(?: works)?|keine bearbeitung(?:en)?|pas de modifications?|pas d['’] (?:œuvre|oeuvre)s? dérivée?s?|sin (?:obras? )?derivadas?|sin derivar|" +
      'sem derivaç(?:ões|ão)|sem derivados|vedada a criação de obras derivadas?|proibição de realização de obras derivadas|non opere derivate|no opere derivate|geen afgeleide werken|' +
      'bez utworów zależnych|без производных(?: произведений)?|без похідних(?: творів)?|inga bearbetningar|ingen bearbe[ij]delser?|ei muutoksia|ei jälkiteoksia|' +
      'nezasahujte do díla|nezpracovávejte|ne változtasd!?|fără (?:opere )?(?:derivate|modificări)|όχι παράγωγα(?: έργα)?|türetilemez|không phái sinh|tanpa turunan|' +
      'sense obra derivada|sen obra derivada|lan eratorririk gabe|bez prerada|без прерада|brez predelav|без производни|tuletatud teoste keeld|' +
      'jokių išvestinių darbų|bez odvodenín|ללא יצירות נגזרות|(?:منع|بدون|بلا) (?:ال)?اشتقاق|禁止演绎|禁止演繹|非衍生|禁止改作|改変禁止|변경 금지|ไม่ดัดแปลง|नो डेर[िी]व[ेै]ट[िी]व(?:्स)?',
  ],
  [
    'SA',
    "share alike|weitergabe unter gleichen bedingungen|partage (?:des conditions initiales )?(?:dans les mêmes conditions|à l['’] identique)|compartir igual|" +
      'compartilha igual|compartilhamento pela mesma licença|partilha (?:nos termos da mesma licença|nas mesmas condições|em termos iguais)|condividi allo stesso modo|stessa licenza|gelijk delen|na tych samych warunkach|' +
      '(?:распространение )?на тех же условиях|с сохранением условий|(?:поширення )?на тих самих умовах|dela lika|del på samm[ea] (?:vilkår|villkor)|jaa samoin|tarttuva|' +
      'zachovejte licenci|zachovajte licenciu|így add tovább!?|(?:partajare|distribuire) în condiții identice|παρόμοια διανομή|aynı lisansla paylaş|benzer paylaşım|chia sẻ tương tự|' +
      'споделяне на споделеното|делити под истим условима|(?:dijeli|deliti) pod istim (?:uvjetima|uslovima)|deljenje pod enakimi pogoji|partekatu berdin|' +
      'jagamine samadel tingimustel|analogiškas platinimas|lisans devam|berbagi serupa|שיתוף זהה|(?:ال)?(?:ترخيص|مشاركة) بالمثل|اشتراک (?:گذاری)? (?:یکسان|همسان)|相同方式共享|相同方式分享|継承|동일 조건 변경 허락|อนุญาตแบบเดียวกัน|शेयर अ?लाइक|समान रूप से साझा',
  ],
];

const patternsOf = elements.map(([id, names]) => ({ id, names: names.replaceAll(' ', '[ -]?') }));
const element = `(?:${patternsOf.map(({ names }) => names).join('|')})`;
/** Between two elements, and between them and the name of the organisation or a version. */
const gap = `(?:[\\s,:;/|+«»"“”„'’‘「」『』()_-]|(?<!\\p{L})(?:and|und|et|y|e|i|и|و|och|og)(?!\\p{L}))*`;
const between = `(?:${gap}(?:(?:(?<!\\p{L})(?:licen[cs]e|licencia|licença|licenza|licentie|licencj\\p{L}+|lizenz\\p{L}*|лицензи\\p{L}+|lisans\\p{L}*|lisensi|international|unported|quốc tế|public|the|de|type|with|v|version|ver|версии|wersja)(?!\\p{L})|ライセンス|라이선스|许可协议|授權條款)${gap}){0,3})`;
const run = `${element}(?:${gap}${element})*`;
const version = `(?:[\\s,:«»"'’()」』_-]|(?<!\\p{L})(?:v|ver|version|unported|licen[cs]e|lizenz|licens|licencia|licença|licenza|licentie|licence|許諾|授權條款|许可协议)(?!\\p{L})\\.?)*(?<version>\\d\\.\\d)(?!\\d)`;

/** Another element may follow, in words that are not above: then nobody knows what was named. */
const whole = '(?![»"”]?-(?!li[cs]|liz|лиц|ліц)\\p{L})';

/** The name with elements behind it, then elements with the name behind them, then elements with a version alone. */
const patterns: readonly RegExp[] = [
  new RegExp(
    `(?:${creativeCommons})${between}(?:(?<early>\\d\\.\\d)(?!\\d)${between})?(?<run>${run})${whole}(?:${version})?(?<place>[\\s(]{0,2}\\p{L}[\\p{L} &]{0,24})?`,
    'giu',
  ),
  new RegExp(`(?<run>${run})${whole}${between}(?:${creativeCommons})(?:${version})?`, 'giu'),
  new RegExp(`(?<run>${run})${version}(?<place>[\\s(]{0,2}\\p{L}[\\p{L} &]{0,24})?`, 'giu'),
];

export interface NamedElements {
  /** `BY-NC`, in the order of the licences' ids. */
  readonly type: string;
  readonly version: string | undefined;
  /** What follows the version: `International`, `Deutschland`. */
  readonly place: string;
  readonly at: number;
  readonly length: number;
}

/** Creative Commons licences that a text names in words. Expects `plainText`. */
export function namedElements(text: string): readonly NamedElements[] {
  const hasName = organisation.test(text);
  const hasVersion = /\d\.\d/.test(text);
  return patterns.flatMap((pattern, kind) => {
    if (kind === 2 ? !hasVersion : !hasName) return [];
    return [...text.matchAll(pattern)].flatMap((match) => {
      const { run: words = '', early, version: number = early, place = '' } = match.groups ?? {};
      const type = typeOf(words);
      // Without the name of the organisation, one element may be any word: `Attribution 2.0`.
      if (kind === 2 && !type.includes('-') && !worldwide.test(place)) return [];
      return [{ type, version: number, place, at: match.index, length: match[0].length - place.length }];
    });
  });
}

const organisation = new RegExp(creativeCommons, 'iu');

const worldwide =
  /^[\s(]*(?:international|unported|generic|国际|國際|国際|국제|internacional|internazionale|internationaal|всемирная|دولي)/iu;
const elementNames = patternsOf.map(({ id, names }) => ({ id, pattern: new RegExp(names, 'iu') }));
const typeOf = (words: string): string =>
  elementNames
    .filter(({ pattern }) => pattern.test(words))
    .map(({ id }) => id)
    .join('-');
