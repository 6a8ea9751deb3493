import { BOOT, FRAME_POLICY, type FromFrame } from './boot.ts';

/** What is told of one worker of the frame. */
export type FrameNews = Exclude<FromFrame, { type: 'booted' }>;

/**
 * A hidden frame of no origin: what runs in it reaches neither the page, nor what the page has kept, nor any network. It
 * starts workers from text; there is one frame, for as long as the page is there.
 */
export class Frame {
  private control: MessagePort | null = null;
  private readonly booted: Promise<MessagePort>;
  private lastNumber = 0;
  private readonly listeners = new Map<number, (news: FrameNews) => void>();

  constructor() {
    this.booted = this.boot();
  }

  /**
   * Starts a worker.
   * @param port handed to the worker, with its first message
   * @returns what ends it
   */
  start(text: readonly string[], port: MessagePort, hear: (news: FrameNews) => void): () => void {
    const n = ++this.lastNumber;
    this.listeners.set(n, hear);
    void this.booted.then(
      (control) => {
        if (this.listeners.has(n)) control.postMessage({ n, start: text }, [port]);
      },
      () => hear({ type: 'error', n, message: 'the frame for code could not be made', line: 0 }),
    );
    return () => {
      this.listeners.delete(n);
      this.control?.postMessage({ n });
    };
  }

  private async boot(): Promise<MessagePort> {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.hidden = true;
    frame.title = 'Code of this scenario';
    frame.setAttribute('aria-hidden', 'true');
    frame.srcdoc = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}"><script>${BOOT}</script>`;
    const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
    document.body.append(frame);
    await loaded;
    const { port1, port2 } = new MessageChannel();
    const booted = new Promise<MessagePort>((done, failed) => {
      port1.onmessage = ({ data }: MessageEvent<FromFrame>) => {
        if (data.type === 'booted') done(port1);
        else this.listeners.get(data.n)?.(data);
      };
      setTimeout(() => failed(new Error('the frame for code does not answer')), BOOTS_WITHIN);
    });
    frame.contentWindow?.postMessage(0, '*', [port2]);
    this.control = await booted;
    return this.control;
  }
}

/** A busy machine takes its time [ms]. */
const BOOTS_WITHIN = 20_000;
