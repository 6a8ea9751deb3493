import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    address: string;
  }
}

/** Builds the page once and serves it for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { host: '127.0.0.1', port: 0 }, logLevel: 'silent' });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('the built page could not be served');
  project.provide('address', address);
  return () => server.close();
}
