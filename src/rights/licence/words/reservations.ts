import { WordSearch } from '../../../text/word-search.ts';

/** The formula that reserves all rights, by language; `some rights reserved` is not among them. */
const formulas = [
  'all rights? (?:are )?reserved|(?:todos l?os )?(?<!(?:algun[oa]s|alguns|sin|sem) )(?:derechos|direitos|dereitos) reservados|tots els drets reservats|eskubide guztiak erreserbatuta',
  'tous (?:les )?droits (?:de reproduction[^.]{0,40}? )?(?:réservés|reserves)|alle rechte (?:sind )?vorbehalten|(?:tutti i )?(?<!alcuni )diritti (?:sono )?riservati|riproduzione riservata|alle rechten voorbehouden',
  'wszelkie prawa zastrzeżone|wszystkie prawa zastrzeżone|все права (?:защищены|сохранены|защищаются|принадлежат)|(?:усі|всі) права (?:захищені|захищено|застережені|застережено)',
  'all[ae] r[äe]tt?igheter (?:förbehåll\\p{L}*|reserverade|reservert|forbeholdt)|alle rettigheder forbehold\\p{L}*|med ensamrätt|kaikki oikeudet pidätetään',
  'všechna práva vyhrazena|všetky práva vyhradené|minden jog fenntartva|toate drepturile (?:sunt )?rezervate|sva prava (?:pridržana|zadržana)|сва права задржана',
  'всички права (?:са )?запазени|vse pravice pridržane|kõik õigused (?:kaitstud|reserveeritud)|visos teisės saugomos|visas tiesības aizsargātas',
  '(?:tüm|bütün) haklar[ıi]? sakl[ıi]d[ıi]r|her hakk[ıi] sakl[ıi]d[ıi]r|bütün hüquqlar qorunur|hak ?cipta (?:dilindungi|terpelihara)|semua hak (?:cipta )?dilindungi|seluruh hak cipta|mọi quyền (?:được )?bảo lưu|bảo lưu mọi quyền',
  'με (?:την )?επιφ[ύυ]λαξη παντ[όο]ς δικαι[ώω]ματος|[όο]λα τα δικαι[ώω]ματα (?:διατηρο[ύυ]νται|κατοχυρωμ[έε]να)|כל הזכויות שמורות|सर्वाधिकार सुरक्षित|सर्व हक्क राखीव',
  'সর্বস্বত্ব[^।]{0,20}সংরক্ষিত|સર્વાધિકાર સુરક્ષિત|அனைத்து உரிமைகளும் பாதுகாக்கப்பட்டவை|สงวนลิขสิทธิ์|สงวนสิทธิ์|ყველა უფლება დაცულია|բոլոր իրավունքները պաշտպանված',
  'барлық құқықтар қорғалған|сите права се задржани|të gjitha të drejtat e rezervuara|allur réttur áskilinn|haki zote zimehifadhiwa',
  '(?:جميع|كافة|كل|كامل) (?:ال)?حقوق[^.]{0,40}?محفوظة?|حقوق (?:النشر|الطبع)[^.]{0,20}?محفوظة|جملہ حقوق[^.۔]{0,40}?محفوظ|(?:تمام|کلیه|همه|تمامی)ی? ?حقوق[^.]{0,50}?محفوظ',
  '版权所有|版權所有|著作權所有|保留(?:所有|一切|全部)?(?:权利|權利|版权|版權)|(?:未经|未經)[^。]{0,16}?(?:不得|禁止|请勿|請勿|严禁|嚴禁)(?:(?!商业|商業|商用)[^。]){0,8}(?:转载|轉載|复制|複製|使用)|(?:禁止|严禁|嚴禁|请勿|請勿)(?:任何)?(?:转载|轉載)',
  '無断(?:転載|転用|複製|使用|引用|掲載)[^。]{0,16}?(?:禁|お断り|固く)|(?:転載|複製)[^。]{0,6}(?:を)?(?:禁じ|禁止)',
  '모든 권리(?:는|가)?[^.]{0,12}?(?:보유|있습니다)|판권 ?소유|무단 ?(?:전재|복제|배포|도용)[^.]{0,20}?(?:금지|금합니다|금함)',
];
const reserved = new RegExp(formulas.join('|'), 'iu');

/** What no formula can do without, of each. */
export const reservationStems: readonly string[] = [
  'reserved|reservad|reservat|reserves|réservés|vorbehalten|riservat|voorbehouden|zastrzeż|права|förbehåll|reserver|forbehold|ensamrätt|pidätetään',
  'vyhrazena|vyhradené|fenntartva|rezervate|rezervuara|erreserbatuta|pridržan|zadržan|kaitstud|reserveer|saugomos|aizsargātas|sakl|qorunur|áskilinn|zimehifadhiwa|dilindungi|hak cipta|terpelihara|bảo lưu',
  'δικαιώμα|δικαιωμα|הזכויות|सर्वाधिकार|हक्क|সর্বস্বত্ব|સર્વાધિકાર|உரிமை|สงวน|უფლება|իրավունք|құқықтар|задржан|حقوق|版权所有|版權所有|著作權所有|保留|未经|未經|转载|轉載|無断|禁じ|禁止|권리|판권|무단',
].flatMap((line) => line.split('|'));
const stems = new WordSearch(reservationStems);

/** Where a text reserves all rights; -1 when it does not. Expects `plainText`. */
export const reservation = (text: string): number => (stems.isIn(text) ? text.search(reserved) : -1);
