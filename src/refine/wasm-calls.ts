import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 make calls from WebAssembly into JavaScript by its general wrapper for good, in the whole process.
 *
 * After 1,000 calls V8 13.6 compiles a wrapper of their own, which all threads share: one that asks for it while another gives it up works
 * with freed memory, and the process ends by SIGSEGV or by `Check failed: jit_page.has_value()`. Every thread that refines pages has two
 * models in WebAssembly. The general wrapper takes 13 ns more a call, which is nothing beside what they do.
 */
export function leaveWasmCallsUncompiled(): void {
  setFlagsFromString(`--wasm-wrapper-tiering-budget=${2 ** 31 - 1}`);
}
