/** `npm run bench -- NAME [OPTIONS]` runs `bench/NAME.ts`; without a name it lists them. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !['main.ts', 'page-server.ts'].includes(file))
  .map((file) => file.slice(0, -3));
const [name = '', ...args] = process.argv.slice(2);
if (names.includes(name)) {
  const child = spawn(process.execPath, ['--expose-gc', join(import.meta.dirname, `${name}.ts`), ...args], { stdio: 'inherit' });
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exitCode = 2;
}
