import { ownText } from './nouns.ts';
import { anyOf } from './pattern.ts';

/** `Except where otherwise noted`: a rule that yields to what single pages say. */
export const exceptWhere = new RegExp(
  `(?:${[
    '\\b(?:except|unless|save|(?:excluding|other than|with the exception of)(?= (?:where|when)))\\b[^,.;:]{0,60}?\\b(?:noted|stated|indicated|specified|mentioned|marked|otherwise)(?: (?:noted|stated|indicated|specified|expressly))*',
    '\\b(?:(?:if|where|when) )?(?:it is )?not (?:otherwise (?:noted|stated|indicated|specified|mentioned|marked)|(?:noted|stated|indicated|specified|mentioned|marked) otherwise)',
    '(?:sofern|soweit|wenn|falls|wo) (?:es )?nicht (?:ausdrücklich )?(?:anders|anderweitig|anderes)(?: \\p{L}+){0,2}|nicht anders (?:angegeben|gekennzeichnet|vermerkt)|außer wo anders \\p{L}+',
    'sauf (?:mention|indication|avis|disposition|précision)s?[^,.;]{0,20}contraires?',
    "salvo mención (?:expresa|en contrario)|llevat que s['’]indiqui el contrari|cu excepția cazurilor[^,.;]{0,30}altfel",
    '(?:salvo|excepto|exceto|a menos que|eccetto|tranne|ove|dove|se)[^,.;:]{0,40}?(?:contrario|contrário|diversamente|altrimenti|diversa indicazione|indi[cq]\\p{L}+|especifi\\p{L}+|specificato)(?: (?:lo )?contr[aá]rio)?',
    '(?:voor zover|indien|waar) niet anders \\p{L}+|(?:tenzij|behalve)[^,.;:]{0,40}?(?:anders|aangegeven|vermeld)(?: (?:aangegeven|vermeld|is))*',
    '(?:o ile|jeśli|jeżeli|chyba że)[^,.;:]{0,20}?(?:zaznaczono|wskazano|inaczej|podano)(?: inaczej)?',
    'кроме случаев, [^,.;]{0,20}указано иное|(?:если|якщо|кроме|за исключением)[^,.;:]{0,40}?(?:указано|оговорено|зазначено|отмечено|иное|інше)(?: (?:иное|інше|обратное|не \\p{L}+))?',
    '(?:ما لم|إلا إذا|إلا ما)[^،,;.]{0,40}?(?:خلاف|غير) ذلك|مگر آنکه خلاف آن \\p{L}+|aksi belirtilme\\p{L}*(?: sürece)?|אלא אם(?: כן)? \\p{L}+ אחרת|(?:kecuali|jika tidak) (?:dinyatakan|disebutkan) lain|(?:trừ khi|nếu không) (?:có )?[^,.;]{0,20}khác',
    '(?:om|där|hvis|hvor|der) (?:inte|ikke)[^,.;]{0,20}(?:annat|andet|annet) (?:anges|(?:er )?(?:angivet|angitt|oppgitt))|(?:pokud není|není-li|ak nie je)[^,.;]{0,15}(?:jinak|inak)',
    '(?:om|där) inget annat \\p{L}+|med ?mindre an[dn]et er \\p{L}+|ellei toisin \\p{L}+|εκτός (?:αν|εάν|όπου)[^,.;]{0,30}διαφορετικά|जब तक अन्यथा[^,]{0,20}न हो',
    'ha másképp nem \\p{L}+|dacă nu[^,.;]{0,20}altfel|(?:หาก|เว้นแต่)(?:จะ|ไม่ได้|มิได้)?ระบุ(?:ไว้)?เป็นอย่างอื่น',
    '[如若](?:无|無|非|未)(?:特别|特別|特殊)?(?:说明|說明|声明|聲明|注明|註明)|除(?:非|了)?[^,。;]{0,20}?(?:另有|特别|特別|注明|註明|声明|聲明|说明|說明)[^,。;]{0,8}?(?:之外|以外|外|(?=,))',
    '(?:特に|特段の?|別途)?(?:断り|明記|記載|記述|定め|指定|注記|特記|表示)[^、。]{0,8}(?:ない|無い|なき)限り|(?:별도|따로|달리|다른|특별히)[^,.]{0,18}?(?:않는 한|없는 한|않은 경우|않으면|제외하고)',
  ].join('|')})(?: ?\\([^()]*\\))?`,
  'giu',
);

/** `Some content`, `parts of this site`, `contains information`: not this page for certain. */
export const someOf = anyOf(
  [
    // Not `this wiki, which contains 100 recipes`.
    '(?<!(?:which|that|qui|que|che|die|który|która|которая|который) )(?:contains?|incorporates?|enthält|contient|contiene|contém|bevat|zawiera|содержит)(?: [\\p{L}’-]+){0,4}? (?:info|инфо|materi|матери|data|daten|données|dati|datos|dados|dane|данные|content|inhalt|conten|text|tekst|текст)\\p{L}*|some|certain|selected|several|many|most|few|various|individual|parts? of|portions? of|sections? of',
    'einige[rn]?|manche|teile|einzelne[rn]?|bestimmte|ausgewählte|certaine?s|une partie|des parties|quelques|algun[oa]?s|algumas|partes? de|ciertos',
    'alcun[ie]|parte de[il]\\p{L}*|parti|sommige|delen van|enkele|niektór\\p{L}*|część|wybran\\p{L}*|некотор\\p{L}*|часть|отдельны\\p{L}*|деякі|частина',
    'بعض|برخی|bazı|một số|một phần|sebagian|beberapa|vissa|delar av|nogle|noen|dele? a[fv]|některé|část|unele|ορισμέν\\p{L}*',
  ],
  '部分(?!享)|有些|一些|一部|일부|몇몇|บางส่วน|कुछ',
);

/** Denied, given up, or what a contributor agrees to. */
export const denied = anyOf(
  [
    "not|never|nothing|none|cannot|\\p{L}{2,5}n['’]t|no (?:part|content|text|page)s?|(?:was|were) licen[cs]ed|no longer|until|formerly|previously|used to be|once|nor|neither|you agree|agree to|by (?:saving|submitting|posting|contributing|uploading)",
    'nicht|keine[rsmn]?|bis \\d{4}|früher|ehemals|niet|geen|tot \\d{4}',
    "n['’]est (?:pas|plus|jamais)|ne sont (?:pas|plus|jamais)|(?:pas|plus) sous|jusqu['’]en|anciennement|no (?:está|están|es|son|se)|hasta|anteriormente|não (?:está|estão|é|são)|até \\d{4}",
    'non (?:è|sono)|fino al|in precedenza|nie (?:jest|są)|do \\d{4}|не|до \\d{4}|ранее|раньше|раніше|ليس|ليست|لا|كانت?|نیست',
    'değil\\p{L}*|không|trước đây|tidak|bukan|dulu|inte|ej|ikke|tidigare|tidligere|není|nejsou|nem|nu este|δεν|אינו|אינה|לא|בעבר|do roku \\d{4}',
  ],
  '不(?:再|是|采用|採用|適用|适用|属于|屬於)|并非|並非|[并並尚]未|未(?:采用|採用|使用|以)|ไม่ได้|नहीं|曾(?:经|經|[以用采採使按在被于於])|以前|此前|直到|かつて|이전에는|과거',
);

/** Denials that come behind the licence, where verbs stand last. */
export const deniedBehind =
  /^[^。.;]{0,60}?(?:ではありません|ではない|されていません|していません|されていない|でした|아닙니다|않습니다|않는다|없습니다|değil|نیست|नहीं|\buntil \d{4})|^[^.;,]{0,40}?(?:(?:was|were|(?:has|have) been) (?:revoked|withdrawn|terminated|discontinued)|wurden? (?:widerrufen|aufgehoben|zurückgezogen|beendet)|a été (?:révoquée?|retirée?|résiliée?)|(?:fue|ha sido|foi) (?:revocada|retirada|revogada)|è stata (?:revocata|ritirata)|został\p{L}* (?:cofnięt|wycofan)\p{L}*|был\p{L}* (?:отозван|отменен)\p{L}*)|^[\s"'”’)\]]*(?:(?:international|public|unported)\s)*(?:licen[cs]es?|terms)?\s*(?:no longer|(?:does|do|did|is|are) not)\b/iu;

/** What is to be written, as somebody else is told. */
const words =
  '[^:.]{0,60}?(?<!\\p{L})(?:sentences?|texts?|lines?|notice|following|statement|phrase|words|s[aä]tz\\p{L}*|zeilen?|hinweis|vermerk|folgende\\p{L}*|ligne|mention|texte|suivante?|frase|línea|linha|riga|texto|testo|siguiente|seguinte|seguente|zin|regel|tekst|volgende|zdanie|następując\\p{L}*|предложени\\p{L}*|фраз\\p{L}*|строк\\p{L}*|текст\\p{L}*|следующ\\p{L}*|речення|рядок|наступн\\p{L}*)(?!\\p{L})[^:.]{0,40}:';

/** `Add the sentence: this work is licensed under …`: what somebody else is to write. */
export const dictated = anyOf(
  [
    `(?:(?:(?<=^|[,;] )(?:then |just |simply )?|please |to )(?:add|include|insert|paste|append|write)|(?:füge[nt]?|schreiben?|ergänzen?) (?:sie|du|einfach|den|die|das|folgende\\p{L}*)|ajoute[rz]|insére[rz]|écri(?:re|vez)) ${words}`,
    `(?:añad[aei]r?|agreg(?:a|ar|ue)|insert[ae]r?|escrib(?:a|e|ir)|adicion(?:e|ar)|insir[ao]|escrev(?:a|er)|aggiung(?:i|ere|ete)|inseri(?:sci|re|te)|scriv(?:i|ere|ete)) ${words}`,
    `(?:voeg|schrijf|plaats|doda(?:j|ć)|wstaw(?:ić)?|wpisz|umieść|добав(?:ьте|ить|ь)|встав(?:ьте|ить|ь)|напишите|додайте|вставте|напишіть) ${words}`,
  ],
  '(?:添加|加上|加入|写上|寫上|注明|註明)[^:。]{0,30}(?:声明|聲明|文字|语句|語句)[^:。]{0,8}:|(?:追加|記載|記入)して[^:。]{0,20}:|(?:추가|기재)[^:.]{0,20}:',
);

/** `All pages except this one`; `besides` is no exception: `кроме этого, все`. */
export const notHere = new RegExp(
  `(?<!\\p{L})(?:${[
    '(?:except|other than|excluding) (?:for )?this(?: one)?',
    '(?:außer|ausgenommen|mit ausnahme) (?:auf |von )?diese[rsnm]?|(?:sauf|hormis|excepté) cel(?:le|ui)-ci|(?:excepto|salvo|exceto|tranne|eccetto) (?:est[aeo]|quest[aeo])',
    '(?:behalve|uitgezonderd) (?:deze|dit)|(?<=\\p{L},? )(?:oprócz|z wyjątkiem) te(?:j|go)|(?<=\\p{L},? )кроме эт(?:ой|ого)',
  ].join(
    '|',
  )})(?: (?:${ownText.source}))?(?=\\s*(?:$|[,.;:()]|(?:is|are|may|can|ist|sind|steht|stehen|unterlieg\\p{L}+|est|sont|son|está[n]?|são|estão|é|è|sono|zijn|valt|vallen|staan|są|jest|доступн\\p{L}*|распростран\\p{L}*|публику\\p{L}*)(?!\\p{L})))`,
  'iu',
);

const possessives = [
  'my|our|meine?|unsere?|mon|ma|mes|notre|nos|mis?|nuestr[oa]s?|il mio|la mia|nostr[oa]|meus?|minhas?|noss[oa]s?|mijn|onze?|mój|moja|nasz\\p{L}*|мо[йяие]|наш\\p{L}*|min|mitt|vår[at]?|vores',
  '우리|저희|내|제|나의',
];

/** Who speaks, or what is at hand. */
export const ours = anyOf([...possessives, '이|본|해당'], '我|(?<![文版日])本|此|该|該|这|這|この|当|私|弊|作者|博主');

/** `My book “A”`, `“A” by B`: a work with a title of its own. */
export const titled = new RegExp(
  `(?:(?<!\\p{L})(?:${possessives.join('|')}|我的|私の) ?\\p{L}+(?: \\p{L}+)? ?["“„«‹「『][^"”“»›」』]+["”“»›」』]|^\\W*["“„«‹「『][^"”“»›」』]+["”“»›」』],? (?:by|von|par|por|di|da|de|door|av|af) )`,
  'iu',
);

/** Possible, wished for, an example, or somebody else's: nothing that a running text grants. */
export const unsure = anyOf(
  [
    'was|were|will (?:be|become|publish|release|licen[cs]e)|plan(?:s|ned|ning)? to|if|may|might|can|could|would|should|must|shall|whether|how|why|when|which|who|that|describes?|explains?|introduces?|(?<=^ {1,2}(?:also )?)lists|discuss(?:es)?|sa(?:ys?|id)|announce[sd]|claim(?:s|ed)|reported|encourage[sd]?|invite[sd]?|wants?|wish(?:es)?|urge[sd]?|unlike|contrary to|such as|for example',
    'e\\.?g\\.?|example|imagine|suppose|assume|choose|chose|prefers?|recommends?|requires?|consider|compare[sd]?|because|uses?|using|from|based on|adapted|derived',
    'waren?|könnte[n]?|würden?|sagt|sagte|erklärte|im gegensatz zu|anders als|wenn|falls|ob|warum|erklärt|beschreibt|zum beispiel|z\\. ?b\\.|stammt|basiert|était|étaient|pourrait|si|explique|contrairement à|annonce|a (?:annoncé|déclaré)|par exemple|décrit',
    'estaban?|eran?|podría|explica|a diferencia de|a differenza di|dijo|anunció|anunciou|ha (?:detto|annunciato)|describe|por ejemplo|por exemplo|estava|poderia|potrebbe|spiega|erano|kan|zou|als|był\\p{L}*|jeśli|gdyby|opisuje|wyjaśnia',
    'gaat over|beschrijft|legt uit|handla[rd]e? om|handler om|förklarar|forklarer|beskriver|vysvětluj\\p{L}*|vysvetľuj\\p{L}*|popisuj\\p{L}*|kerto(?:o|vat)|kuvaa|käsittelee|selittää|explică|descrie',
    'εξηγ(?:εί|ούν)|περιγράφ\\p{L}*|описує|описують|пояснює|пояснюють|розповіда\\p{L}*|рассказыва\\p{L}*|[يت]شرح|[يت]صف|[يت]تناول|giải thích|mô tả|giới thiệu|menjelaskan|membahas',
    'был[аои]?|бы|если|можно ли|например|описывает|объясняет|إذا|قد|يمكن أن|مثل|eğer|nếu|ví dụ|jika|misalnya|om|hvis|pokud|(?<!mai )jos|dacă|якщо|αν|εάν|amennyiben|ha(?= ez| az? )|se(?= quest| est[aeo])',
  ],
  '是否|如果|假如|例如|比如|介绍|介紹|讨论|討論|为什么|為什麼|もし|場合|たとえば|例えば|について|만약|예를 들어|대하여|대해',
);

/** What a text is about, behind the licence, where verbs stand last. */
export const aboutBehind =
  /^[^。.;,、(]{0,24}?(?:について|を(?:説明|解説|紹介)|[을를] (?:설명|소개)|에 (?:대해|대한|관한)|açıkl|anlat|tanıt|hakkında|(?:协议|協議|许可|許可|授权|授權)?的(?:文章|作品|内容|內容|文本)|r[óő]l (?:szól|ír)|ismertet|bemutat|magyaráz)/iu;

/** `may be reused under`: possible by leave, which is a grant. */
export const leave =
  /\b(?:may|can) (?:also )?be (?:freely )?(?:re-?)?(?:used|shared|copied|distributed|published|printed|produced|posted|mixed)\b|\byou (?:may|can|are free to) (?:freely )?(?:re-?)?(?:use|share|copy|distribute|publish|print|post)\b/giu;

/** Being licensed, as a verb or a noun, in front of a licence or behind it. */
export const grants = anyOf(
  [
    'licen[cs]ed?|licen[cs]ing|available|released|distributed|published|shared|provided|offered|covered|copyrighted|under|cc-licensed',
    'lizen[sz]\\p{L}*|lizenz|steht|stehen|unter|veröffentlicht|verfügbar|licences?|licenciad[oa]s?|disponibles?|disponible|diffusée?s?|publiée?s?|mise?s? à disposition|sous',
    'licencia[s]?|bajo|licença|licenciad[oa]s?|sob|disponíve(?:l|is)|distribuíd[oa]s?|licenza|rilasciat[oaie]|distribuit[oaie]|disponibil[ei]|sotto|con',
    'licentie|gelicen[sc]eerd|valt|vallen|beschikbaar|licencj\\p{L}*|dostępn\\p{L}*|udostępni\\p{L}*|objęt\\p{L}*',
    'лиценз\\p{L}*|ліценз\\p{L}*|доступн\\p{L}*|распростран\\p{L}*|опубликован\\p{L}*|поширю\\p{L}*|ترخيص|رخصة|مرخصة?|متاحة?|بموجب|منشورة?|تحت|مجوز|پروانه|منتشر',
    'lisans\\p{L}*|giấy phép|cấp phép|phát hành|lisensi\\p{L}*|dilisensikan|licens(?:en|ierat|ieret)?|dostupn\\p{L}*|lisens(?:en|iert)?|lisenssi\\p{L}*|licenc\\p{L}*|άδεια|ברישיון|רישיון|ברשיון|licenț\\p{L}*|llicències?|llicència',
  ],
  '许可|許可|授权|授權|采用|採用|发布|發佈|協議|协议|遵循|ライセンス|提供|公開|利用|라이선스|라이센스|이용|배포|따라|따릅니다|적용|लाइसेंस|प्रकाशित|उपलब्ध|อนุญาต|เผยแพร่',
);

/** What points at each of many things, wherever they are. */
export const all =
  /^(?:all\p{L}*|each|tou[st]|toutes?|tod[oa]s?|tutt[iea]|wszystkie|wszelkie|все|усі|всі|جميع|كل|تمام\p{L}*|tüm|semua|所有|すべて|全て|모든)$/iu;

/** What points at the page itself, in front of a noun or behind it. */
export const pointing = anyOf(
  [
    'this|these|our|my|all|each|dies(?:e[rsnm]?)?|unsere?[rsnm]?|alle|cet(?:te)?|ce|ces|notre|nos|tou[st]|toutes?|est[aeo]s?|nuestr[oa]s?|tod[oa]s?|ess[ae]|noss[oa]s?',
    "quest(?:[oaei]|['’])|nostr[oaie]|tutt[iea]|dit|deze|onze|t(?:en|a)(?= (?:utw|tekst|treś|artyku|materia|dokument|serwis|prac|stron|blog ))|niniejsz\\p{L}*|nasz\\p{L}*|wszystkie|wszelkie|эт(?:от|а|о|и|ой|ого)|данн(?:ый|ая|ое)|настоящ(?:ий|ая|ие)(?= (?:документ|материал|публикаци|работ|сайт|стать|страниц|текст))|наш\\p{L}*|все|весь",
    'ц(?:ей|я|е|і)|усі|всі|هذا|هذه|جميع|كل|این|تمام\\p{L}*|bu|tüm|này|ini|semua|(?:den|det|de) här|denna|detta|dette|denne|dessa|disse(?= (?:artikl|tekst)e[rn])|alla(?= (?:våra |de )?(?:art|text|sid|inneh|verk|material|dokument|inlägg))|tämä|tämän|nämä|tento|t[aá]to|toto|tyto|ez|ezek|acest|această|aceste|aquest[ae]?s?|tots|totes|αυτ(?:ό|ή|ά|ές)|το παρόν',
  ],
  "(?<![文版日])本|此|该|這|这|所有|この|これら|当|すべて|全て|이|본|모든|זה|זו|זאת|यह|इस|सभी|นี้|ทั้งหมด|quest['’]",
  'giu',
);
