import { expect, test } from 'vitest';
import { licenceOfText } from '../../../src/rights/licence/identify.ts';

/** Names of licences as notices write them: with or without spaces, hyphens, brackets, in any order. */
test.each([
  ['Creative Commons BY 4.0', 'CC-BY-4.0'],
  ['Creative Commons (BY-NC-SA)', 'LicenseRef-CC-BY-NC-SA'],
  ['Creative-Commons-Lizenz BY-SA 3.0 DE', 'CC-BY-SA-3.0-DE'],
  ['licencia Creative Commons by-nc-nd 4.0', 'CC-BY-NC-ND-4.0'],
  ['Creative Commons 4.0 International Attribution-ShareAlike', 'CC-BY-SA-4.0'],
  ['CC Attribution-NonCommercial (4.0)', 'CC-BY-NC-4.0'],
  ['CC license (BY-NC 4.0)', 'CC-BY-NC-4.0'],
  ['CC BY – NC – SA 4.0', 'CC-BY-NC-SA-4.0'],
  ['CC BY/NC', 'LicenseRef-CC-BY-NC'],
  ['(CC BY-NC-SA) 4.0', 'CC-BY-NC-SA-4.0'],
  ['CC_BY_4.0', 'CC-BY-4.0'],
  ['cc-by-nc-sa', 'LicenseRef-CC-BY-NC-SA'],
  ['licensed under cc by 4.0', 'CC-BY-4.0'],
  ['sent in cc by Joe', null],
  ['CC BY-SA ۴٫۰', 'CC-BY-SA-4.0'],
  ['Creative Commons by Joe, 4.0', null],

  ['Creative Commons Namensnennung-NichtKommerziell-KeineBearbeitung 3.0', 'CC-BY-NC-ND-3.0'],
  ['Creative Commons Atribución-NoComercial-SinDerivadas 4.0', 'CC-BY-NC-ND-4.0'],
  ['Creative Commons Attribuzione-NonCommerciale-StessaLicenza 2.5 Italia', 'CC-BY-NC-SA-2.5'],
  ['Creative Commons Erkännande-dela-lika 4.0', 'CC-BY-SA-4.0'],
  ['Creative Commons Navngivelse-IkkeKommersiell-DelPåSammeVilkår 4.0', 'CC-BY-NC-SA-4.0'],
  ['Creative Commons Nimeä-EiKaupallinen-EiMuutoksia 4.0', 'CC-BY-NC-ND-4.0'],
  ['Криейтив Комънс Признание-Некомерсиално-Споделяне на споделеното 4.0', 'CC-BY-NC-SA-4.0'],
  ['Creative Commons Ауторство-Некомерцијално-Без прерада 3.0 Србија', 'CC-BY-NC-ND-3.0'],
  ['Creative Commons Imenovanje-Nekomercijalno-Dijeli pod istim uvjetima 3.0 Hrvatska', 'CC-BY-NC-SA-3.0'],
  ['Creative Commons Priznanje avtorstva-Nekomercialno-Brez predelav 4.0', 'CC-BY-NC-ND-4.0'],
  ['Creative Commons Aitortu-EzKomertziala-PartekatuBerdin 4.0', 'CC-BY-NC-SA-4.0'],
  ['Creative Commons Reconeixement-NoComercial-SenseObraDerivada 4.0', 'CC-BY-NC-ND-4.0'],
  ['Creative Commons Autorile viitamine–Mitteäriline eesmärk–Jagamine samadel tingimustel 4.0', 'CC-BY-NC-SA-4.0'],
  ['Creative Commons Priskyrimas–Nekomercinis platinimas–Analogiškas platinimas 4.0', 'CC-BY-NC-SA-4.0'],
  ['創用CC「姓名標示─非商業性─相同方式分享」3.0台灣', 'CC-BY-NC-SA-3.0'],
  ['クリエイティブ・コモンズ・ライセンス（表示-非営利）', 'LicenseRef-CC-BY-NC'],
  ['CCL 저작자표시-비영리-변경금지', 'LicenseRef-CC-BY-NC-ND'],
  ['สัญญาอนุญาตครีเอทีฟคอมมอนส์ แสดงที่มา-ไม่ใช้เพื่อการค้า 4.0', 'CC-BY-NC-4.0'],
  // Nobody knows what follows `Attribution` there.
  ['Creative Commons Attribution-Frobnicate 4.0', null],
  ['Creative Commons Namensnennung-Lizenz', 'LicenseRef-CC-BY'],

  ['CC-0', 'CC0-1.0'],
  ['No copyright: CC0.', 'CC0-1.0'],
  ['CC PDM 1.0', 'CC-PDM-1.0'],
  ['GFDL 1.2+', 'GFDL-1.2-or-later'],
  ['Open Government Licence (OGL) v2.0', 'OGL-UK-2.0'],
  ['licence etalab-2.0', 'etalab-2.0'],
  ['Etalab Open License 2.0', 'etalab-2.0'],
  ['Datenlizenz Deutschland – Namensnennung – nicht kommerziell – Version 1.0', 'LicenseRef-DL-DE-BY-NC-1.0'],
  ['DL-DE->BY-2.0', 'DL-DE-BY-2.0'],
  ['Italian Open Data License v 2.0', 'LicenseRef-IODL-2.0'],
  ['KOGL Type 1', 'LicenseRef-KOGL-Type1'],
  ['Open Government Data License, version 1.0', 'OGDL-Taiwan-1.0'],
])('%s', (text, id) => {
  expect(licenceOfText(text, 'https://ex.org/')).toBe(id);
});
