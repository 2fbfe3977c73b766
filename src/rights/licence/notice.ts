/** In any script: what nearly every notice of rights holds, spelt out in both cases, since to ignore case over a whole page is dear. */
const latin =
  /©|\([cC]\)|CC[ -:]|CC0|ommons|OMMONS|eserved|ESERVED|éserv|ehalten|servados|servats|iservati|ublic [dD]omain|Licence [oO]uverte|overnment [lL]icen|U\.?S\.? [gG]overnment|17 U\.S\.C|dl-de|Datenlizenz|NLOD|IODL|GFDL|GNU F|GNU-|Art Li|Art li|strzeżone|örbeh|eservert|orbeh|ensamrätt|idätetään|yhrazen|yhraden|enntartva|ezervat|idržan|adržan|aklıdır|ilindungi|gemeinfrei|omaine public|ominio p|omínio p|ubblico dominio|creativecommons\.org|[ -]4\.0|[ -]3\.0|[ -]2\.5/;
const others =
  /[Пп]рава|ПРАВА|общественн|охраняются|запазени|επιφύλαξη|δικαιώματα|הזכויות|ייחוס|حقوق|المشاع|مرخص|ترخيص|کامنز|العامة|版[权權]|保留|轉載|转载|許可|许可|創用|创用|知识共享|创意共享|署名|公有领域|公共领域|公有領域|無断|禁じ|コモンズ|パブリック|利用規約|政府資料|권리|판권|무단|공공누리|커먼즈|퍼블릭|सर्वाधिकार|สงวน/;

/** Whether a text can hold a notice of rights; nearly all text ends here. */
export function isNotice(text: string): boolean {
  // Longer texts than notices are, and the spaces between elements.
  if (text.length < 6 || text.length > 4000) return false;
  return latin.test(text) || others.test(text);
}
