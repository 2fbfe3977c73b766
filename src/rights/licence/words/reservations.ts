import { WordSearch } from '../../../text/word-search.ts';
import { otherThing, ownText } from './nouns.ts';
import { anyOf } from './pattern.ts';
import { someOf, unsure } from './statements.ts';

/** The formula that reserves all rights, by language; `some rights reserved` is not among them. */
const formulas = [
  'all rights? (?:are )?reserved|(?:todos l?os |(?<!(?:algun[oa]s|algúns|alguns|ciertos|certos|varios|vários|unos|uns|sin|sem|sen|hay|há|hai)(?: de)? (?:l?os |dos )?))(?:derechos|direitos|dereitos) reservados|tots els drets reservats|eskubide guztiak erreserbatuta',
  'tous (?:les )?droits (?:de reproduction[^.]{0,40}? )?(?:réservés|reserves)|alle rechte (?:sind )?vorbehalten|(?:tutti i |(?<!(?:alcuni|certi|taluni|parte|senza) (?:dei )?))diritti (?:sono )?riservati|riproduzione riservata|alle rechten voorbehouden',
  'wszelkie prawa zastrzeżone|wszystkie prawa zastrzeżone|все права (?:защищены|сохранены|защищаются|принадлежат)|(?:усі|всі) права (?:захищені|захищено|застережені|застережено)',
  'all[ae] r[äe]tt?igheter (?:förbehåll\\p{L}*|reserverade|reservert|forbeholdt)|alle rettigheder forbehold\\p{L}*|med ensamrätt|kaikki oikeudet pidätetään',
  'všechna práva vyhrazena|všetky práva vyhradené|minden jog fenntartva|toate drepturile (?:sunt )?rezervate|sva prava (?:pridržana|zadržana)|сва права задржана',
  'всички права (?:са )?запазени|vse pravice pridržane|kõik õigused (?:kaitstud|reserveeritud)|visos teisės saugomos|visas tiesības aizsargātas',
  '(?:tüm|bütün) haklar[ıi]? sakl[ıi]d[ıi]r|her hakk[ıi] sakl[ıi]d[ıi]r|bütün hüquqlar qorunur|hak ?cipta (?:dilindungi|terpelihara)|semua hak (?:cipta )?dilindungi|seluruh hak cipta|mọi quyền (?:được )?bảo lưu|bảo lưu mọi quyền',
  'με (?:την )?επιφ[ύυ]λαξη παντ[όο]ς δικαι[ώω]ματος|[όο]λα τα δικαι[ώω]ματα (?:διατηρο[ύυ]νται|κατοχυρωμ[έε]να)|כל הזכויות שמורות|सर्वाधिकार सुरक्षित|सर्व हक्क राखीव',
  'সর্বস্বত্ব[^।]{0,20}সংরক্ষিত|સર્વાધિકાર સુરક્ષિત|அனைத்து உரிமைகளும் பாதுகாக்கப்பட்டவை|สงวนลิขสิทธิ์|สงวนสิทธิ์|ყველა უფლება დაცულია|բոլոր իրավունքները պաշտպանված',
  'alle regte voorbehou|nakalaan ang lahat ng karapatan|lahat ng karapatan ay nakalaan|барлық құқықтар қорғалған|сите права се задржани|të gjitha të drejtat e rezervuara|allur réttur áskilinn|haki zote zimehifadhiwa',
  '(?:جميع|كافة|كل|كامل) (?:ال)?حقوق[^.]{0,40}?محفوظة?|حقوق (?:النشر|الطبع)[^.]{0,20}?محفوظة|جملہ حقوق[^.۔]{0,40}?محفوظ|(?:تمام|کلیه|همه|تمامی)ی? ?حقوق[^.]{0,50}?محفوظ',
  '版权所有|版權所有|著作權所有|保留(?:所有|一切|全部)?(?:权利|權利|版权|版權)|(?:未经|未經)[^。]{0,16}?(?:不得|禁止|请勿|請勿|严禁|嚴禁)(?:(?!商业|商業|商用)[^。]){0,8}(?:转载|轉載|复制|複製|使用)|(?:禁止|严禁|嚴禁|请勿|請勿)(?:任何)?(?:转载|轉載)',
  '無断(?:転載|転用|複製|使用|引用|掲載)[^。]{0,16}?(?:禁|お断り|固く)|(?:転載|複製)[^。]{0,6}(?:を)?(?:禁じ|禁止)',
  '모든 권리(?:는|가)?[^.]{0,12}?(?:보유|있습니다)|판권 ?소유|무단 ?(?:전재|복제|배포|도용)[^.]{0,20}?(?:금지|금합니다|금함)',
];
const reserved = new RegExp(formulas.join('|'), 'iu');

/** Bans on copying, by language: at all, or without leave. */
const bans = [
  '(?:may|must|shall) not be (?:\\p{L}+(?:, ?(?:or |and )?| or | and ))*(?:reproduced|reprinted|republished|redistributed|copied|duplicated)|no part of (?:this|these|our|the) [^.;]{0,60}?\\bmay be (?:\\p{L}+(?:, ?(?:or )?| or ))*(?:reproduced|reprinted|copied)',
  '(?:reproduction|republication|redistribution|duplication|copying)\\b[^.;]{0,80}? (?:is|are|or use is) (?:strictly |expressly )?(?:prohibited|forbidden|not permitted|not allowed)|(?:reproduction|copying) (?:strictly )?(?:prohibited|forbidden)',
  '(?:nachdruck|vervielfältigung|weiterverbreitung|weiterverwendung)[^.;]{0,100}?(?:nur (?:mit|nach) [^.;]{0,60}?(?:genehmigung|erlaubnis|zustimmung|einwilligung|einverständnis)|verboten|untersagt|nicht (?:gestattet|erlaubt))',
  'reproduction[^.;]{0,80}?(?:interdite?s?|soumise à (?:une )?autorisation)|ne peu(?:t|vent) être reproduit\\p{L}*|interdiction de (?:copier|reproduire)',
  '(?:prohibid|proibid)[ao]s?[^.;]{0,40}?(?:reproducci(?:ó|o)n?|reproduç[ãa]o|copia|c[óo]pia)|(?:reproducci[óo]n?|reproduç[ãa]o)[^.;]{0,60}?(?:prohibida|proibida)',
  '(?:vietat|proibit)[ae][^.;]{0,40}?(?:riproduzione|copia)|riproduzione[^.;]{0,60}?(?:vietata|proibita)',
  '(?:overname van (?:de |deze |onze )?(?:inhoud|content|teksten|artikelen|berichten|materiaal|informatie)|reproductie|verveelvoudiging)[^.;]{0,80}?(?:verboden|niet toegestaan|alleen (?:met|na) [^.;]{0,30}?toestemming)|(?:mag niet|niets (?:van|uit) [^.;]{0,40}? mag) (?:worden )?(?:verveelvoudigd|gekopieerd|overgenomen)|mag[^.;]{0,40}?(?:verveelvoudigd|overgenomen)[^.;]{0,60}?zonder [^.;]{0,40}?toestemming',
  '(?:kopiowanie|powielanie|przedruk\\p{L}*|rozpowszechnianie)[^.;]{0,80}?(?:zabronion|zakazan|wzbronion|niedozwolon)\\p{L}*',
  '(?:перепечатка|копирование|воспроизведение|использование)[^.;]{0,100}?(?:запрещ\\p{L}+|не (?:допускается|разрешается)|только (?:с|по) [^.;]{0,30}?(?:разрешени|согласи)\\p{L})|(?:передрук|копіювання|відтворення|використання)[^.;]{0,100}?(?:заборонен\\p{L}+|не допускається|(?:лише|тільки) (?:з|за) [^.;]{0,30}?(?:дозвол|згод)\\p{L}+)',
  '(?:eftertryck|kopiering|mångfaldigande|eftertryk|ettertrykk|gengivelse)[^.;]{0,60}?(?:förbjud\\p{L}+|forbudt|(?:ikke|ej|inte) till?(?:adt|att?|åt(?:en|et)))|kopiointi[^.;]{0,40}?kielletty',
  '(?:kopírování|kopírovanie|přetisk|rozmnožování)[^.;]{0,80}?(?:zakázán|zakázan|bez [^.;]{0,40}?souhlas|nie je dovolené)\\p{L}*|(?:másolás|utánközlés)\\p{L}*[^.;]{0,40}?tilos|(?:reproducerea|copierea|preluarea (?:integrală|parțială|conținut|text|articol|inform)\\p{L}*)[^.;]{0,60}?interzis\\p{L}*',
  '[iİ]zinsiz[^.;]{0,40}?(?:kopyalanamaz|yayınlanamaz|yayımlanamaz|kullanılamaz|çoğaltılamaz|alıntılanamaz)|απαγορε[ύυ]εται[^.;]{0,40}?(?:αναπαραγωγ|αναδημοσ[ίι]ευσ|αντιγραφ)\\p{L}+',
  '(?:يمنع|يحظر|لا يجوز|ممنوع)[^.]{0,20}?(?:نسخ|نقل|اعادة نشر|إعادة نشر|اقتباس)|(?:کپی|بازنشر)[^.]{0,40}?(?:ممنوع|غیرمجاز)|cấm sao chép|không được (?:phép )?sao chép|dilarang (?:keras )?(?:mengutip|menyalin|memperbanyak|menggandakan|mengcopy|meng-copy)',
];
const banned = new RegExp(`(?<!\\p{L})(?:${bans.join('|')})`, 'iu');

/** What a ban is bound to: trade, that a source is named, or a licence. Then it is none for others. */
const bound = anyOf(
  [
    '(?:non-?)?commerc\\p{L}+|profit|sale|credit(?:ed|ing)?|attributions?|acknowledg\\p{L}+|citing|nam(?:e|ing)|indicating|trademarks?|source|link(?:ing)?|altered|modified|modification',
    'gewerblich\\p{L}*|kommerziell\\p{L}*|quell\\p{L}+|commercia\\p{L}+|lucrati\\p{L}+|sources?|citer|mention\\p{L}*|comercia\\p{L}+|lucro|cita[rn]?|citando|mencion\\p{L}+|fuente|fonte|lien|enlace',
    'nennung|nennen|namensnennung|nommer|citations?|indica[rn]\\p{L}*|indicaci[óo]n|indicação|indicazion[ei]|podani\\p{L}+|wskazani\\p{L}+|angivelse',
    'CC0?|creative commons|public domain|permitted (?:by|under)|licen[cs]es?|lizenz\\p{L}*|licencias?|licenças?|licenz[ae]|licenties?|licencj\\p{L}*|лиценз\\p{L}*|ліценз\\p{L}*|licensen|lisens(?:en)?|lisans\\p{L}*',
    'fine di lucro|citare|commerciële|bron\\p{L}*|źród\\p{L}+|komercyjn\\p{L}+|коммерческ\\p{L}+|ссылк\\p{L}+|источник\\p{L}*|указани\\p{L}+|комерційн\\p{L}+|посиланн\\p{L}+|джерел\\p{L}+',
    'källa\\p{L}*|kilde\\p{L}*|kommersiel\\p{L}+|komerční\\p{L}*|zdroj\\p{L}*|forrás\\p{L}*|surs\\p{L}+|kaynak\\p{L}*|ticari|πηγή\\p{L}*|εμπορικ\\p{L}+|المصدر|تجاري\\p{L}*|منبع|nguồn|sumber|komersial',
  ],
  '',
);

/** What no formula can do without, of each. */
export const reservationStems: readonly string[] = [
  'reproduced|reprinted|republi|redistribut|duplicat|be copied|copying|reproduction|nachdruck|vervielfält|weiterver|reproduit|interdiction|prohibid|proibid|vietat|proibit',
  'overname|reproductie|verveelvoud|gekopieerd|overgenomen|kopiowanie|powielanie|przedruk|rozpowszechnianie|перепечатк|копировани|воспроизведени|использовани|передрук|копіюванн|відтворенн|використанн|eftertryck|kopiering',
  'mångfaldig|eftertryk|ettertrykk|gengivelse|kopiointi|kopírov|přetisk|rozmnož|másolás|utánközlés|reproducerea|copierea|preluarea|zinsiz|απαγορε|يمنع|يحظر|لا يجوز|ممنوع|غیرمجاز|sao chép|dilarang|zabronion',
  'reserved|reservad|reservat|reserves|réservés|vorbehalten|riservat|voorbehouden|zastrzeż|права|förbehåll|reserver|forbehold|ensamrätt|pidätetään',
  'vyhrazena|vyhradené|fenntartva|rezervate|rezervuara|erreserbatuta|pridržan|zadržan|kaitstud|reserveer|saugomos|aizsargātas|sakl|qorunur|áskilinn|zimehifadhiwa|dilindungi|hak cipta|terpelihara|bảo lưu|regte voorbehou|nakalaan',
  'δικαιώμα|δικαιωμα|הזכויות|सर्वाधिकार|हक्क|সর্বস্বত্ব|સર્વાધિકાર|உரிமை|สงวน|უფლება|իրավունք|құқықтар|задржан|حقوق|版权所有|版權所有|著作權所有|保留|未经|未經|转载|轉載|無断|禁じ|禁止|권리|판권|무단',
].flatMap((line) => line.split('|'));
const stems = new WordSearch(reservationStems);

/** `Is not forbidden`, by language. */
const allowed =
  /(?<!\p{L})(?:not?|não|non|pas|nicht|niet|nie|не|ikke|ej|inte|ei|nem|nu|není|δεν|لا|غير)(?: \p{L}+)? (?:prohibi|proibi|forbid|interdi[tcz]|vietat|verbo[dt]en|untersagt|zabron|zakaz|zakáz|wzbron|запрещ|заборон|förbjud|forbudt|kielletty|tilos|απαγορ|يمنع|يحظر|ممنوع)/iu;

/** `This site or parts of it`: not only those. */
const wholeToo = new RegExp(
  `(?<!\\p{L})(?:no|any|or|ou|oder|o|lub|или|або|eller|nebo|sau) (?:\\p{L}{1,12}['’ ]){0,2}(?:${someOf.source})`,
  'giu',
);

/**
 * Where a text reserves all rights, or bans to copy what it stands with; -1 when it does not. Outside of notices a ban counts only where it names
 * the page's text. Expects `plainText`.
 */
export function reservation(text: string, isNotice = true): number {
  if (!stems.isIn(text)) return -1;
  const at = text.search(reserved);
  if (at >= 0) return at;
  const ban = banned.exec(text);
  if (ban === null || bound.test(text) || allowed.test(text) || text.search(otherThing) >= 0) return -1;
  if (someOf.test(text.replaceAll(wholeToo, ' '))) return -1;
  const named = text.slice(0, ban.index + ban[0].length).search(ownText) >= 0;
  return isNotice || (named && !unsure.test(text.slice(0, ban.index))) ? ban.index : -1;
}
