import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { served } from './served.ts';

declare module 'vitest' {
  interface ProvidedContext {
    address: string;
  }
}

/** Builds the page once and serves it for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { address, close } = await served(join(import.meta.dirname, '../..'));
  project.provide('address', address);
  return close;
}
