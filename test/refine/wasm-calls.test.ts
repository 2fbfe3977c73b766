import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const module = new URL('../../src/refine/wasm-calls.ts', import.meta.url).href;

/** (module (import "e" "f" (func $f (param i32) (result i32))) (func (export "call") (param $times i32) …)): calls f that many times. */
const WASM = [
  [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  // Types: (i32) -> i32, (i32) -> nothing.
  [1, 10, 2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 1, 0x7f, 0],
  [2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
  [3, 2, 1, 1],
  [7, 8, 1, 4, 0x63, 0x61, 0x6c, 0x6c, 0, 1],
  // loop: call f with $times and drop what it gives; branch back while $times - 1 is not nought.
  [10, 21, 1, 19, 0, 0x03, 0x40, 0x20, 0, 0x10, 0, 0x1a, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x0b],
].flat();

/** What V8 says of code that it frees while instances of WebAssembly that call JavaScript come and go. */
async function freed(first: string): Promise<string> {
  const script = `
    ${first}
    for (let round = 0; round < 20; round += 1) {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(${JSON.stringify(WASM)})), { e: { f: (x) => x } });
      instance.exports.call(5000);
      gc();
      await new Promise(setImmediate);
    }
  `;
  const flags = ['--expose-gc', '--trace-wasm-code-gc', '--stress-wasm-code-gc', '--input-type=module'];
  return (await run(process.execPath, [...flags, '--eval', script])).stdout;
}

test('V8 compiles no wrapper that threads share, so that none is freed while another thread takes it up', async () => {
  expect(await freed('')).toContain('dead code');
  expect(await freed(`(await import(${JSON.stringify(module)})).leaveWasmCallsUncompiled();`)).not.toContain('dead code');
});
