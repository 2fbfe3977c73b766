import { expect, test } from 'vitest';
import { licenceOfUrl } from '../../../src/rights/licence/addresses.ts';

/** Addresses of licences as links have them. */
test.each([
  ['https://creativecommons.org/licenses/by-sa/4.0),', 'CC-BY-SA-4.0'],
  ['https://creativecommons.org/share-your-work/public-domain/cc0/', 'CC0-1.0'],
  ['https://creativecommons.org/licenses/sampling+/1.0/', null],
  ['http://www.nationalarchives.gov.uk/doc/open-government-licence/open-government-licence.htm', 'OGL-UK-1.0'],
  ['https://www.nationalarchives.gov.uk/doc/non-commercial-government-licence/version/2/', 'NCGL-UK-2.0'],
  ['https://www.ontario.ca/page/open-government-licence-ontario', 'LicenseRef-OGL-Ontario'],
  ['https://www2.gov.bc.ca/gov/content/data/policy-standards/open-data/open-government-licence-bc', 'LicenseRef-OGL-British-Columbia'],
  ['https://open.alberta.ca/licence', 'LicenseRef-OGL-Alberta'],
  ['https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/', 'OPL-UK-3.0'],
  ['https://www.dati.gov.it/content/italian-open-data-license-v20', 'LicenseRef-IODL-2.0'],
  ['http://www.kogl.or.kr/open/info/license_info/all.do', 'LicenseRef-KOGL-Type4'],
  ['https://www.digital.go.jp/en/resources/open_data/public_data_license_v1.0', 'LicenseRef-JP-PDL-1.0'],
  ['http://opencontent.org/openpub/', 'OPUBL-1.0'],
  ['http://artlibre.org/licence/lal/licence-art-libre-12/', 'LAL-1.2'],
  ['https://opensource.org/license/apache-2-0', 'Apache-2.0'],
  ['https://opensource.org/license/gpl-3-0', 'GPL-3.0-only'],
  ['http://www.opensource.org/licenses/mit-license.php', 'MIT'],
])('%s', (address, id) => {
  expect(licenceOfUrl(address, 'https://ex.org/')).toBe(id);
});
