import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { preview } from 'vite';

export interface Served {
  /** Where the page is, with a slash at the end. */
  address: string;
  close(): Promise<void>;
}

/** Builds the page and serves it on a port of its own. @param root folder of the project */
export async function served(root: string): Promise<Served> {
  // a process of its own: in this one NODE_ENV may be "test", and the page would not be the one people get
  execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const server = await preview({ root, preview: { host: '127.0.0.1', port: 0, open: false }, logLevel: 'silent' });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('the built page could not be served');
  return { address, close: () => server.close() };
}
