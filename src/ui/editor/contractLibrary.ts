const files = import.meta.glob<string>(
  ['../../sim/policy/*/contract.ts', '../../sim/policy/policy.ts', '../../sim/{param,kernel,structure}/*.ts'],
  { query: '?raw', import: 'default', eager: true },
);

/** What code of one's own is checked against: the contracts as they stand, and what they are made of, by path. */
export const contractLibrary: readonly { path: string; text: string }[] = Object.entries(files).map(([path, text]) => ({
  path: `file:///${path.replace(/^(\.\.\/)+/, '')}`,
  text,
}));
