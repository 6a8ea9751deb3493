const files = import.meta.glob<string>(
  ['../../sim/policy/*/contract.ts', '../../sim/policy/policy.ts', '../../sim/{param,kernel,structure}/*.ts'],
  { query: '?raw', import: 'default', eager: true },
);

/** What code of one's own is checked against: the contracts as they stand, and what they are made of, by path. */
export const contractLibrary: readonly { path: string; text: string }[] = Object.entries(files).map(([path, text]) => ({
  path: `file:///${path.replace(/^(\.\.\/)+/, '')}`,
  text,
}));

/** How it is checked: with all that the language has, and nothing of a browser. Numbers are TypeScript's own: the editor's are loaded with it. */
export const CONTRACT_OPTIONS = {
  /** ESNext. */
  target: 99,
  module: 99,
  /** As Node finds modules. */
  moduleResolution: 2,
  lib: ['lib.es2023.d.ts'],
  strict: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  baseUrl: 'file:///',
  paths: { '#goodput/*': ['sim/policy/*/contract.ts'] },
};
