import { resolve as absolute } from 'node:path';
import { inlineChannel, threadChannel } from './channel.ts';
import { isInMemory, openForReading } from './database.ts';
import { faultOf } from './fault.ts';
import { errorOf, GroupCommit } from './group-commit.ts';
import type { Operations, Store } from './store.ts';

/** A handle on the one writer of a database file. */
export interface Writer<Ops extends Operations> {
  /** Resolves when the operation is committed; rejects when it is not: then nothing of it is there. Calls run in the order they were made. */
  call<Name extends keyof Ops & string>(name: Name, ...args: Parameters<Ops[Name]>): Promise<Awaited<ReturnType<Ops[Name]>>>;
  /** Waits for all calls, then closes the file if no other handle is open. */
  close(): Promise<void>;
}

interface Open {
  readonly group: Promise<GroupCommit>;
  handles: number;
}

/**
 * Opens a database file for reading alone: no thread, no lock, no migration, and another process may write to it meanwhile. The same operations
 * can be called; those that write fail.
 *
 * @throws StorageError when the file cannot be read, or was written by another version of Garner.
 */
export async function openReader<Ops extends Operations>(file: string, store: Store<Ops>): Promise<Writer<Ops>> {
  const db = openForReading(file, store.schema);
  const operations = store.operations(db);
  return {
    call: async (name, ...args) => {
      try {
        return (await operations[name]?.(...args)) as never;
      } catch (error) {
        throw faultOf(error, file);
      }
    },
    close: async () => db.close(),
  };
}

/** Open writers by file: two handles on one file share its thread. */
const open = new Map<string, Open>();

async function start(file: string, store: Store<Operations>): Promise<GroupCommit> {
  if (isInMemory(file)) return new GroupCommit(inlineChannel(file, store));
  const channel = threadChannel(file, store);
  const [opened] = await channel.opened;
  if (opened?.ok === false) throw errorOf(opened);
  return new GroupCommit(channel);
}

/** One handle more on the writer of this file; counted at once, so that nobody closes it meanwhile. */
function hold(name: string, store: Store<Operations>): Open {
  const shared = name === ':memory:' ? undefined : open.get(name);
  const held = shared ?? { group: start(name, store), handles: 0 };
  held.handles += 1;
  if (name !== ':memory:') open.set(name, held);
  return held;
}

/** Gives the handle back; true when it was the last. */
function letGo(name: string, held: Open): boolean {
  held.handles -= 1;
  if (held.handles > 0) return false;
  if (open.get(name) === held) open.delete(name);
  return true;
}

/**
 * Opens a database file for reading and writing, or `:memory:` (`:memory:name` for one that several handles share).
 *
 * @throws StorageError when the file cannot be opened, is damaged, of another kind, or from a newer Garner.
 */
export async function openWriter<Ops extends Operations>(file: string, store: Store<Ops>): Promise<Writer<Ops>> {
  const name = isInMemory(file) ? file : absolute(file);
  const held = hold(name, store as unknown as Store<Operations>);
  let group: GroupCommit;
  try {
    group = await held.group;
  } catch (error) {
    letGo(name, held);
    throw error;
  }
  let isClosed = false;
  return {
    call: async (operation, ...args) => {
      if (isClosed) throw new Error(`${file} is closed`);
      return (await group.call(operation, args)) as never;
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await (letGo(name, held) ? group.close() : group.idle());
    },
  };
}
