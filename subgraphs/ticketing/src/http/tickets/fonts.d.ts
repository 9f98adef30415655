/** What we use of two libraries without types of their own. */
declare module 'fontkit' {
  export interface Font {
    hasGlyphForCodePoint(codePoint: number): boolean;
    readonly variationAxes: { readonly wght?: { readonly default: number } };
  }
  export function create(data: Buffer): Font;
}

declare module 'wawoff2' {
  /** TrueType from WOFF2. */
  export function decompress(data: Buffer): Promise<Uint8Array>;
}
