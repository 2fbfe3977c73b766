/** The storage folder does not take or give back what is stored: read-only, full, locked, damaged or from a newer version. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** Another command is at work in the storage folder: it will end. */
export class StorageInUse extends StorageError {}
