import { WordSearch } from '../../../text/word-search.ts';
import { reservationStems } from './reservations.ts';

/**
 * What nearly every notice of rights holds: parts of the words that the patterns of this folder look for.
 */
const stems = [
  ...reservationStems,
  ...[
    'CC|(cc)|commons|licenc|licens|licenz|licenç|lisens|lizenz|lisans|attribution|GFDL|dl-de|giấy phép|лиценз|ліценз|άδεια|רישיון|ברשיון',
    'waived all|c domain|c Domain|dominio p|domínio p|co dominio|domaine p|gemeinfrei|17 U.S|17 US|общественн|العامة|公有领域|公共领域|公有領域|公眾領域|パブリック|퍼블릭',
    'المشاع|مرخص|رخيص|رخصة|کامنز|版权|版權|著作權|許可|许可|授权|授權|協議|协议|創用|创用|作共用|知识共享|知識共享|创意共享|署名|継承|非営利|コモンズ',
    'ライセンス|利用規約|政府資料|공공누리|KOGL|저작자|커먼즈|라이선|라이센|комънс|คอมมอนส์|สัญญาอนุญาต|कॉमन्स|लाइसेंस',
  ].flatMap((line) => line.split('|')),
];

/** Where a text has none of these there is no need to look closer. */
export const stemsOfRights = new WordSearch(stems);
