import { spawn } from 'node:child_process';
import fs from 'node:fs';

const DRIVER = '/usr/bin/WebKitWebDriver';
const BROWSERS = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
];

/** The little of WebDriver that a fingerprint needs. */
export interface WebKit {
  go(address: string): Promise<unknown>;
  /** Runs a function body in the page and returns what it returns. */
  execute(body: string, ...args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Opened by this process so far: one that is going may still hold its port and its screen. */
let opened = 0;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** WebKitGTK's small browser on a screen of its own; null where it is not installed. */
export async function openWebKit(): Promise<WebKit | null> {
  const binary = BROWSERS.find((path) => fs.existsSync(path));
  if (!binary || !fs.existsSync(DRIVER) || !fs.existsSync('/usr/bin/Xvfb')) return null;
  const number = process.pid * 8 + opened++;
  const display = `:${90 + (number % 800)}`;
  const port = 20_000 + (number % 20_000);
  const screen = spawn('/usr/bin/Xvfb', [display, '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], { stdio: 'ignore' });
  await pause(700);
  const env = {
    ...process.env,
    DISPLAY: display,
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
    // as root there is no sandbox to be had; with LANG=C the browser has no language
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    LANG: 'en_US.UTF-8',
    LC_ALL: 'en_US.UTF-8',
  };
  const driver = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' });
  await pause(700);
  const stop = () => {
    driver.kill();
    screen.kill();
  };
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(290_000),
    });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  try {
    const created = (await ask('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } },
    })) as { sessionId: string };
    const session = `/session/${created.sessionId}`;
    await ask('POST', `${session}/timeouts`, { script: 280_000, pageLoad: 280_000 });
    return {
      go: (url) => ask('POST', `${session}/url`, { url }),
      execute: (script, ...args) => ask('POST', `${session}/execute/sync`, { script, args }),
      async close() {
        await ask('DELETE', session).catch(() => {});
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}
