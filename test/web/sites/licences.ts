/** Footers and heads by which pages state their licence. */
export const ccBy = '<p>Text: <a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a></p>';
export const ccZero = '<p>本站文字放弃一切权利：<a rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">CC0 1.0</a></p>';
export const allRightsReserved = '<p>© 2026 City Waste Department. All rights reserved.</p>';
export const conflictingHead = '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">';
export const conflictingFooter =
  '<p>This work is licensed under <a rel="license" href="https://creativecommons.org/licenses/by-nc-nd/4.0/">CC BY-NC-ND 4.0</a>.</p>';
