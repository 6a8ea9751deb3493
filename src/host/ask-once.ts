import type { Answer, LookId, Progress, Question } from './look/contract.ts';
import { Looker } from './looker.ts';

/** Asks once; stopping is by signal, and what was stopped is refused with the signal's reason. */
export function askOnce<Id extends LookId>(
  question: Question<Id>,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?(progress: Progress): void } = {},
  makeWorker?: () => Worker,
): Promise<Answer<Id>> {
  return new Promise<Answer<Id>>((resolve, reject) => {
    signal?.throwIfAborted();
    const looker = new Looker<Id>(
      {
        answer: (_, answer) => end(() => resolve(answer)),
        progress: (_, progress) => onProgress?.(progress),
        failed: (_, message) => end(() => reject(new Error(message))),
      },
      makeWorker,
    );
    const stop = () => end(() => reject(signal?.reason));
    const end = (settle: () => void) => {
      signal?.removeEventListener('abort', stop);
      looker.close();
      settle();
    };
    signal?.addEventListener('abort', stop);
    looker.want([question]);
  });
}
