import {
  choice,
  defineArrival,
  duration,
  findRecording,
  MICROS_PER_SECOND,
  NEVER,
  number,
  type Recording,
  type RecordingName,
  type Recordings,
  recordingParams,
  wholeMicros,
} from './contract.ts';

interface State {
  recordings: Recordings;
  recording: Recording;
  /** Of the file that is followed, and where in it that began [µs]. */
  hash: string;
  from: number;
  /** Where in the file it was, on the file's own clock, and when in the run that was [µs]. */
  position: number;
  at: number;
  /** When the present round of the file began, on the file's own clock [µs]. */
  round: number;
  /** The next of the times, and the stretch of equal times that it is in: from `first` to `end` − 1. */
  next: number;
  first: number;
  end: number;
  /** Row of the request that was born last. */
  row: number;
}

interface Values extends RecordingName {
  speed: number;
  from: number;
  atEnd: 'stop' | 'repeat';
  together: 'even' | 'burst';
}

/**
 * The arrivals of a file of your own, each when the file says, on a clock of its own that runs `speed` times as fast. The
 * first is born at once, unless it starts further on. Where the file has keys, sizes, tenants or classes, each request
 * has those of its row; the keys count where the workload plays the same file.
 *
 * Access logs know whole seconds only. Of k requests in a second the i-th is born i/k s into it, or all at its beginning:
 * neither is what happened. A round that is repeated begins one mean gap after the last request, or with the next second.
 */
export const recorded = defineArrival({
  id: 'recorded',
  title: 'Recorded',
  summary: 'The arrivals of a file of your own, each at its time.',
  sources: [
    {
      title: 'Feitelson, Workload Modeling for Computer Systems Performance Evaluation (2015), ch. 2',
      url: 'https://www.cs.huji.ac.il/~feit/wlmod/',
    },
  ],
  params: {
    speed: number({
      label: 'Speed',
      help: 'How many times as fast as it was recorded: 2 is twice the rate.',
      default: 1,
      min: 0.001,
      max: 1_000,
      scale: 'log',
    }),
    from: duration({
      label: 'Starts at',
      help: 'Where in the file it starts, counted from its first request.',
      default: 0,
      min: 0,
      max: 3_600_000_000,
      scale: 'log',
    }),
    atEnd: choice({
      label: 'At the end',
      help: 'What comes after the last request of the file.',
      default: 'repeat',
      options: { repeat: 'From the start again', stop: 'Nothing more' },
    }),
    together: choice({
      label: 'Within a second',
      help: 'Where the file has whole seconds only: evenly within each, or all at once. Files with finer times are followed exactly.',
      default: 'even',
      options: { even: 'Evenly', burst: 'All at once' },
    }),
    ...recordingParams,
  },
  examples: [{ speed: 2, from: 10, atEnd: 'stop', together: 'burst' }],
  promises: ['replays-a-recording'],
  start(params, now, _chance, recordings): State {
    const state = { recordings, position: 0, at: now, round: 0, next: 0, first: 0, end: 0, row: 0 } as State;
    begin(state, params, now);
    return state;
  },
  settle(state, { speed }, now) {
    state.position += (now - state.at) * speed;
    state.at = now;
  },
  due(state, params, now) {
    if (state.hash !== params.hash || state.from !== params.from || state.recording.keys.length !== params.length)
      begin(state, params, now);
    const times = state.recording.times!;
    if (state.next === times.length) {
      if (params.atEnd === 'stop') return NEVER;
      // one that had stopped goes on from now
      state.round = Math.max(state.round + period(state.recording), state.position + (now - state.at) * params.speed);
      goTo(state, 0);
    }
    return wholeMicros(state.at + Math.max(0, timeOfNext(state, params) - state.position) / params.speed);
  },
  born(state) {
    const { rows } = state.recording;
    state.row = rows === undefined ? state.next : rows[state.next];
    goTo(state, state.next + 1);
  },
  replays: (state) => state,
  rate: () => 0,
});

/** Begins to follow the file that is named. */
function begin(state: State, params: Values, now: number): void {
  const recording = findRecording(params, state.recordings, 'arrivals');
  if (recording.times === undefined) throw new Error(`the arrivals are recorded, but ${params.name || 'the file'} has no times`);
  const whole = period(recording);
  const from = params.atEnd === 'repeat' ? params.from - Math.floor(params.from / whole) * whole : params.from;
  Object.assign(state, { recording, hash: params.hash, from: params.from, position: from, at: now, round: 0, end: 0 });
  const { times } = recording;
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] + MICROS_PER_SECOND > from) high = middle;
    else low = middle + 1;
  }
  goTo(state, low);
  while (state.next < times.length && timeOfNext(state, params) < from) goTo(state, state.next + 1);
}

function goTo(state: State, next: number): void {
  const times = state.recording.times!;
  state.next = next;
  if (next === times.length || (next > 0 && next < state.end)) return;
  state.first = next;
  state.end = next + 1;
  while (state.end < times.length && times[state.end] === times[next]) state.end++;
}

/** When the next request is due, on the file's own clock [µs]. */
function timeOfNext({ recording, round, next, first, end }: State, { together }: Values): number {
  const time = round + recording.times![next];
  if (recording.wholeSeconds !== true || together === 'burst') return time;
  return time + ((next - first) / (end - first)) * MICROS_PER_SECOND;
}

/** From the first request of a round to the first of the next [µs]. */
function period({ times, wholeSeconds }: Recording): number {
  const last = times![times!.length - 1];
  return wholeSeconds === true ? last + MICROS_PER_SECOND : last + last / (times!.length - 1);
}
