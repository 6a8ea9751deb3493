const files = import.meta.glob<string>('../../sim/policy/*/*.ts', { query: '?raw', import: 'default', eager: true });

/** The source of a built-in algorithm; loaded when somebody reads one. */
export function sourceOf(seam: string, policy: string): string | undefined {
  return files[`../../sim/policy/${seam}/${policy}.ts`];
}
