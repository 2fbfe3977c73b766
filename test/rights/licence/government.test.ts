import { expect, test } from 'vitest';
import { licenceOfText } from '../../../src/rights/licence/identify.ts';

test.each([
  ['Open Government Licence - Canada', 'OGL-Canada-2.0'],
  ['Licence du gouvernement ouvert - Canada', 'OGL-Canada-2.0'],
  ['OPEN GOVERNMENT LICENCE v3.0', 'OGL-UK-3.0'],
  ['Non-Commercial Government Licence', 'NCGL-UK-2.0'],
  ['Open Parliament Licence v3.0', 'OPL-UK-3.0'],
  ['Licence Ouverte / Open Licence version 2.0', 'etalab-2.0'],
  ['Datenlizenz Deutschland - Zero - Version 2.0', 'DL-DE-ZERO-2.0'],
  ['DL-DE/BY-2.0', 'DL-DE-BY-2.0'],
  ['Norwegian Licence for Open Government Data (NLOD) 1.0', 'NLOD-1.0'],
  ['Italian Open Data License v2.0', 'LicenseRef-IODL-2.0'],
  ['政府資料開放授權條款-第1版', 'OGDL-Taiwan-1.0'],
  ['政府標準利用規約（第2.0版）', 'LicenseRef-JP-Gov-Standard-Terms-2.0'],
  ['PDL 1.0', 'LicenseRef-JP-PDL-1.0'],
  ['GNU-Lizenz für freie Dokumentation, licence 1.3', 'LicenseRef-GFDL'],
  ['Licencia de documentación libre de GNU', 'LicenseRef-GFDL'],
  ['Free Art License 1.3', 'LAL-1.3'],
  ['Licence Art Libre', 'LAL-1.3'],
  ['Licence Art Libre 1.2', 'LAL-1.2'],
  ['Open Publication License, v1.0', 'OPUBL-1.0'],
  ['Creative Commons Zero', 'CC0-1.0'],
  ['CC-Zero', 'CC0-1.0'],
  ['Public Domain Mark 1.0', 'CC-PDM-1.0'],
])('%s', (text, id) => expect(licenceOfText(text, 'https://a.test/')).toBe(id));
