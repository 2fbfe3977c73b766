/** All places on the disk are tried, where the machine has the time; else a sample of them. */
export const isThorough = process.env['GARNER_FAILPOINTS'] === 'all';
