import type { PolicyDescription } from '../../scenario/descriptions.ts';
import type { RunWorker } from '../run-worker.ts';
import { type CodeProblem, codeSentence } from './code-error.ts';
import type { CompiledPolicy } from './compile.ts';
import type { Frame, FrameNews } from './frame.ts';
import type { FromRealm, ToRealm } from './realm-protocol.ts';
import { lineIn } from './script.ts';
import { isSound } from './sound-message.ts';

/** Asks so often whether it still listens [ms]. A page that sleeps asks later, and counts no silence meanwhile. */
const PING_EVERY = 250;
/** So many questions without an answer, and it is stopped: under 2 s. */
const MOST_SILENT = 7;
/** Before its own text is read: a busy machine takes its time. */
const MOST_SILENT_AT_FIRST = 80;
/** Messages between two questions: more is a flood. */
const MOST_MESSAGES = 60;

interface Hearing {
  described(descriptions: Readonly<Record<string, PolicyDescription>>): void;
  broken(problems: readonly CodeProblem[]): void;
  ended(): void;
}

/** A worker that runs code which is not ours, watched: it is ended when it no longer listens, floods the page or talks nonsense. */
export class SandboxWorker implements RunWorker {
  onmessage: RunWorker['onmessage'] = null;
  onerror: RunWorker['onerror'] = null;
  onmessageerror: RunWorker['onmessageerror'] = null;
  readonly staysDown = true;
  private readonly port: MessagePort;
  private readonly stop: () => void;
  private readonly watch: ReturnType<typeof setInterval>;
  private loaded = false;
  private silence = 0;
  private messages = 0;
  /** How far its run had come when it last said so [ms]. */
  private reached: number | null = null;
  private over = false;

  constructor(
    frame: Frame,
    private readonly text: string,
    private readonly compiled: readonly CompiledPolicy[],
    private readonly hearing: Hearing,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = ({ data }) => this.heard(data);
    port1.onmessageerror = () => this.fail('it has said something that cannot be read');
    this.stop = frame.start([text], port2, (news) => this.told(news));
    this.watch = setInterval(() => this.ask(), PING_EVERY);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as workers have it
  postMessage(message: any): void {
    if (!this.over) this.port.postMessage(message satisfies ToRealm);
  }

  terminate(): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.watch);
    this.port.close();
    this.stop();
    this.hearing.ended();
  }

  private ask(): void {
    if (this.messages > MOST_MESSAGES) {
      this.fail('it floods the page with messages');
      return;
    }
    this.messages = 0;
    const most = this.loaded ? MOST_SILENT : MOST_SILENT_AT_FIRST;
    if (++this.silence > most) {
      const when =
        this.reached === null ? '' : `, ${(this.reached / 1_000).toLocaleString('en', { maximumFractionDigits: 3 })} s into the run`;
      this.fail(
        this.loaded
          ? `it was stopped${when}: no answer for 2 s. A loop that does not end, or code that takes far too long`
          : 'it could not be started in time',
      );
    } else if (this.loaded) this.port.postMessage({ type: 'ping' } satisfies ToRealm);
  }

  /** What the frame says of it. */
  private told(news: FrameNews): void {
    if (this.over) return;
    if (news.type === 'loaded') {
      this.loaded = true;
      this.silence = 0;
    } else if (news.type === 'error') {
      const place = lineIn(this.text, this.compiled, news.line);
      const message = news.message.replace(/^Uncaught /, '');
      if (place) this.refuse([{ ...place, message }]);
      else if (this.loaded) this.fail(message);
      // Firefox says neither what nor where
      else
        this.refuse(
          this.compiled.map(({ id }) => ({ policy: id, line: null, message: 'this browser cannot read it: it is not sound JavaScript' })),
        );
    }
  }

  private heard(data: unknown): void {
    if (this.over) return;
    this.messages++;
    this.silence = 0;
    if (this.messages > MOST_MESSAGES * 4) this.fail('it floods the page with messages');
    else if (isSound(data)) this.take(data);
    else this.fail('it has said something that no run says');
  }

  private take(message: FromRealm): void {
    if (message.type === 'pong') this.reached = message.reached;
    else if (message.type === 'described') this.hearing.described(message.policies);
    else if (message.type === 'broken') this.refuse(message.problems);
    else this.onmessage?.call(this as never, new MessageEvent('message', { data: message }));
  }

  private refuse(problems: readonly CodeProblem[]): void {
    this.hearing.broken(problems);
    this.fail(problems.map(codeSentence).join('\n'));
  }

  private fail(message: string): void {
    this.terminate();
    const ids = this.compiled.map(({ id }) => id).join(', ');
    this.onerror?.call(
      this as never,
      new ErrorEvent('error', { message: message.startsWith('it ') ? `${ids}: ${message}` : message, cancelable: true }),
    );
  }
}
