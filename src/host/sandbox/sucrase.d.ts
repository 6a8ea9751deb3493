// its parser is no part of what it documents: pinned, and held by a test
declare module 'sucrase/dist/index.js' {
  export { transform } from 'sucrase';
}
declare module 'sucrase/dist/parser/index.js' {
  /** A token of a source: what it is, as `formatTokenType` says it, and where. */
  export interface Token {
    type: number;
    start: number;
    end: number;
    scopeDepth: number;
    isType: boolean;
  }
  export function parse(source: string, jsx: boolean, typescript: boolean, flow: boolean): { tokens: Token[] };
}
declare module 'sucrase/dist/parser/tokenizer/types.js' {
  export function formatTokenType(type: number): string;
}
