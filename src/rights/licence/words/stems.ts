import { WordSearch } from '../../../text/word-search.ts';

/**
 * What nearly every notice of rights holds: parts of the words that `words/` and the names of licences look for. In small letters it stands
 * for any case, with a capital for itself.
 */
const stems = [
  'CC|commons|licenc|licens|licenz|licenç|lisens|lizenz|lisans|attribution|GFDL|dl-de',
  'c domain|c Domain|dominio p|domínio p|co dominio|domaine p|gemeinfrei|17 U.S|17 US',
  'reserved|reserveer|reserver|reserves|reservad|reservat|rezervat|riservat|servés|vorbehalten|voorbehouden|forbehold|förbehåll|ensamrätt',
  'prawa|zastrzeż|pidätetään|vyhrazen|vyhraden|pridržan|zadržan|fenntartva|saklıdır|dilindungi|bảo lưu|giấy phép',
  'прав|общественн|лиценз|ліценз|запазени|δικαι|άδεια|הזכויות|רישיון|ברשיון|सर्वाधिकार|สงวน',
  'حقوق|المشاع|مرخص|رخيص|رخصة|کامنز|العامة',
  '版权|版權|著作權|保留|轉載|转载|許可|许可|授权|授權|協議|协议|創用|创用|知识共享|知識共享|创意共享|署名|公有领域|公共领域|公有領域|公眾領域',
  '継承|非営利|無断|禁じ|禁止|コモンズ|パブリック|ライセンス|利用規約|政府資料|권리|판권|무단|공공누리|저작자|커먼즈|라이선|라이센|퍼블릭',
].flatMap((line) => line.split('|'));

const anyCase = (stem: string): readonly string[] =>
  stem === stem.toLowerCase() ? [stem, stem.charAt(0).toUpperCase() + stem.slice(1), stem.toUpperCase()] : [stem];

/** Where a text has none of these there is no need to look closer. */
export const stemsOfRights = new WordSearch([...new Set(stems.flatMap(anyCase))]);
