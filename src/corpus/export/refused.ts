/** An export that cannot be made as it was asked for; nothing was written. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';
}
