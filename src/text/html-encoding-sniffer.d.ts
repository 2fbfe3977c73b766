/** The package ships without types; this is its documented face. */
declare module 'html-encoding-sniffer' {
  interface Options {
    readonly transportLayerEncodingLabel?: string;
    readonly defaultEncoding?: string;
    /** How far to look for a meta element; the standard says 1,024 bytes. */
    readonly maxPrescanBytes?: number;
  }
  /** Canonical name of an encoding (Encoding Standard §4.2), e.g. `UTF-8`, `Shift_JIS`. */
  export default function sniffHTMLEncoding(bytes: Uint8Array, options?: Options): string;
}
