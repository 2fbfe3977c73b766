/** Unpacks bombs of 100 MB under a limit of 10 MiB and prints why each stopped and how much memory it took. */
import zlib from 'node:zlib';
import { decode } from '../../src/fetch/decode.ts';
import { FaultError } from '../../src/fetch/fault.ts';

const zeros = Buffer.alloc(100e6);
const bombs: Readonly<Record<string, Uint8Array>> = {
  gzip: zlib.gzipSync(zeros),
  br: zlib.brotliCompressSync(zeros, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9, [zlib.constants.BROTLI_PARAM_LGWIN]: 24 } }),
  // Frames without a declared size and with the largest window that is allowed.
  zstd: zlib.zstdCompressSync(zeros, { params: { [zlib.constants.ZSTD_c_windowLog]: 23, [zlib.constants.ZSTD_c_contentSizeFlag]: 0 } }),
  deflate: zlib.deflateSync(zeros),
  'gzip, gzip': zlib.gzipSync(zlib.gzipSync(zeros)),
};

const reasons: Record<string, string> = {};
let grownBytes = 0;
for (const [codings, bomb] of Object.entries(bombs)) {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const watch = (): void => {
    grownBytes = Math.max(grownBytes, process.memoryUsage.rss() - before);
  };
  const timer = setInterval(watch, 1);
  reasons[codings] = await decode(bomb, codings.split(', '), 10 * 2 ** 20).then(
    () => 'decoded',
    (error: unknown) => (error instanceof FaultError ? error.fault.reason : String(error)),
  );
  watch();
  clearInterval(timer);
}
console.log(JSON.stringify({ reasons, sizes: Object.values(bombs).map((bomb) => bomb.byteLength), grownBytes }));
