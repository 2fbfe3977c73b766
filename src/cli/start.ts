#!/usr/bin/env node
import module from 'node:module';
import { namesOf } from './completion/names.ts';
import { isSupported, supported } from './node-version.ts';

// What comes after needs a current Node even to be read, so this file is all that an old one sees.
const [command, kind = ''] = process.argv.slice(2);
if (command === '__complete') {
  // A shell asks at every key, and must not wait until all of Garner is loaded.
  process.stdout.write(
    namesOf(kind, '.')
      .map((name) => `${name}\n`)
      .join(''),
  );
} else if (isSupported(process.versions.node)) {
  // Half of a start is compiling. The variable is for threads and child processes.
  process.env['NODE_COMPILE_CACHE'] ??= module.enableCompileCache().directory;
  await import('./main.ts');
} else {
  process.stderr.write(
    `garner: needs Node.js ${supported}, and this is ${process.versions.node}. Install a current one from https://nodejs.org/.\n`,
  );
  process.exitCode = 2;
}
