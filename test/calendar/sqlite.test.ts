import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteCalendar } from '../../src/calendar/sqlite.ts';
import { calendarContract, type OpenCalendar } from '../contracts/calendar.ts';

const folders: string[] = [];
const anchors: ReturnType<OpenCalendar>[] = [];
let serial = 0;

/** A database in memory lives as long as someone has it open. */
function inMemory(): OpenCalendar {
  const name = `:memory:calendar-${(serial += 1)}`;
  anchors.push(openSqliteCalendar(name));
  return () => openSqliteCalendar(name);
}

function onDisk(): OpenCalendar {
  const folder = mkdtempSync(join(tmpdir(), 'garner-calendar-'));
  folders.push(folder);
  return () => openSqliteCalendar(join(folder, 'schedule.db'));
}

async function cleanUp(): Promise<void> {
  for (const anchor of anchors.splice(0)) await (await anchor).close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

calendarContract('SQLite in memory', inMemory, cleanUp);
calendarContract('SQLite on disk', onDisk, cleanUp, 5);
