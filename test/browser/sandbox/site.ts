import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, preview } from 'vite';
import { contentSecurityPolicy } from '../../../tools/vite/content-security-policy.ts';
import { iifeText } from '../../../tools/vite/iife-text.ts';

const ROOT = process.cwd();

/**
 * A page with nothing but the sandbox, under the very policy of the built page, served from this machine.
 * @param script path of what it runs, from the root
 */
export async function serveSandbox(script = 'test/browser/sandbox/page.ts'): Promise<{ address: string; close(): Promise<void> }> {
  // within the project, so that its sources are found; a folder of its own, since several may be testing
  const folder = mkdtempSync(join(ROOT, 'node_modules/.cache/goodput/sandbox-'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html lang="en"><head><title>Sandbox</title></head><body><script type="module" src="/page.ts"></script></body></html>',
  );
  writeFileSync(join(folder, 'page.ts'), `import ${JSON.stringify(join(ROOT, script))};`);
  const outDir = join(folder, 'dist');
  const shared = { configFile: false, root: folder, base: './', logLevel: 'error' } as const;
  await build({
    ...shared,
    plugins: [iifeText(), contentSecurityPolicy()],
    worker: { format: 'es' },
    build: { outDir, target: 'es2022', chunkSizeWarningLimit: 5_000 },
  });
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('the page of the sandbox could not be served');
  return {
    address,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
