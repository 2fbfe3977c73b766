/** The storage folder does not take or give back what is stored: read-only, full, locked, damaged or from a newer version. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}
