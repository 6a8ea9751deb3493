import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rolldown } from 'rolldown';
import type { Question, Reply } from './behaviour.ts';
import { type Fault, faulty, REACHED } from './faults.ts';
import type { TestReply } from './vitest.config.ts';

/** How long a program may say nothing before it hangs [ms]: as long as Vitest gives a single test. */
const SILENCE = 120_000;
/** The same where every word takes a fraction of a second. */
export const SHORT_SILENCE = 30_000;
/** [MB] */
const HEAP = 1_500;

const COPIED = ['src', 'test', 'scenarios', 'tools', 'public'];

/** How a program ended that was listened to. */
type End = 'ended' | 'failed' | 'hung' | 'stopped';

/**
 * A copy of the sources in a folder of its own, where faults are made: the working tree is never touched. One fault at a
 * time.
 */
export class Sandbox {
  readonly folder: string;
  private readonly children = new Set<ChildProcess>();

  constructor(private readonly root: string) {
    this.folder = mkdtempSync(join(tmpdir(), 'goodput-mutants-'));
    for (const name of COPIED) cpSync(join(root, name), join(this.folder, name), { recursive: true });
    for (const name of ['package.json', 'tsconfig.json', 'vite.config.ts', 'vitest.config.ts'])
      cpSync(join(root, name), join(this.folder, name));
    // packages are shared, what is kept among them (`.cache`) is not
    mkdirSync(join(this.folder, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules')))
      if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(this.folder, 'node_modules', name));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, code: string): void {
    writeFileSync(join(this.folder, file), code);
  }

  /** Does something while the sources have a fault. */
  async with<T>(fault: Fault, look: () => Promise<T>): Promise<T> {
    const code = this.read(fault.file);
    this.write(fault.file, faulty(code, fault));
    try {
      return await look();
    } finally {
      this.write(fault.file, code);
    }
  }

  /** Whether the simulated world is sound by its types; what nobody uses any more is no reason to leave a fault out. */
  async compiles(): Promise<boolean> {
    const compiler = join(createRequire(join(this.root, 'package.json')).resolve('typescript/package.json'), '../lib/tsc.js');
    return (
      (await this.listen(
        [compiler, '--noEmit', '--noUnusedLocals', 'false', '--noUnusedParameters', 'false', '-p', 'src/sim'],
        () => true,
        SILENCE,
      )) === 'ended'
    );
  }

  /** Bundles the sources as they are, and asks how the worlds come out. `hear` says whether to go on. */
  async ask(question: Question, hear: (reply: Reply) => boolean): Promise<End> {
    const name = join(this.folder, `worlds-${'part' in question ? question.part : 'all'}`);
    const built = await rolldown({
      input: join(this.folder, 'tools/mutants/behaviour.ts'),
      platform: 'node',
      logLevel: 'silent',
      resolve: { mainFields: ['module', 'main'] },
    });
    const banner = 'probes' in question ? `globalThis.${REACHED} = new Uint8Array(${question.probes});` : '';
    await built.write({ file: `${name}.mjs`, format: 'esm', codeSplitting: false, banner });
    await built.close();
    writeFileSync(`${name}.json`, JSON.stringify(question));
    return this.listen([`--max-old-space-size=${HEAP}`, `${name}.mjs`, `${name}.json`], hear, SHORT_SILENCE);
  }

  /** Runs files of tests one after the other, until one fails. @param silence how long none may end [ms] */
  async test(files: readonly string[], hear: (reply: TestReply) => boolean, silence = SILENCE): Promise<End> {
    const vitest = join(createRequire(join(this.root, 'package.json')).resolve('vitest/package.json'), '../vitest.mjs');
    const program = [vitest, 'run', '--config', 'tools/mutants/vitest.config.ts', '--root', '.'];
    return this.listen(program, hear, silence, { MUTANT_TESTS: JSON.stringify(files), CI: '1' });
  }

  /** Runs a program and listens to what it says, a line of JSON at a time. */
  private listen<T>(
    program: readonly string[],
    hear: (reply: T) => boolean,
    silence: number,
    env: Record<string, string> = {},
  ): Promise<End> {
    return new Promise((done) => {
      const child = spawn(process.execPath, program, {
        cwd: this.folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'ignore'],
        // a group of its own, so that its workers end with it
        detached: true,
      });
      this.children.add(child);
      let end: End | null = null;
      const stop = (as: End) => {
        end ??= as;
        endGroup(child);
      };
      let watch = setTimeout(stop, silence, 'hung');
      const lines = createInterface({ input: child.stdout! });
      lines.on('line', (line) => {
        clearTimeout(watch);
        watch = setTimeout(stop, silence, 'hung');
        if (line.startsWith('{') && !hear(JSON.parse(line) as T)) stop('stopped');
      });
      child.on('close', (status) => {
        clearTimeout(watch);
        this.children.delete(child);
        done(end ?? (status === 0 ? 'ended' : 'failed'));
      });
    });
  }

  /** Ends what runs in it and takes it away. */
  remove(): void {
    for (const child of this.children) endGroup(child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended already
  }
}
