/** A worker as those see it that give it work: the page's own, or one that runs code which is not ours. */
export interface RunWorker extends Pick<Worker, 'postMessage' | 'onmessage' | 'onerror' | 'onmessageerror' | 'terminate'> {
  /** Once it has died, none takes its place before something new is asked for: it would die of the same. */
  readonly staysDown?: true;
}
