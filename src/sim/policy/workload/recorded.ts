import { defineWorkload, findRecording, type Recording, type Recordings, recordingParams } from './contract.ts';

interface State {
  recordings: Recordings;
  /** Of the file that is being played. */
  hash: string;
  recording: Recording;
  /** The next access. */
  place: number;
}

/**
 * What somebody really asked for: the accesses of a file in their order, from the start again when it has come to its
 * end, at times that the arrivals decide. Where these follow the same file, each request asks for what stands in its own
 * row. Whether it reads or writes, and how large the value is, come from the file where it says so, and from the client
 * where it does not.
 *
 * The file itself is never part of a scenario or a link; its hash says whether what is at hand is the file that was
 * meant. Without it there is nothing to play, and no keys are made up.
 */
export const recorded = defineWorkload({
  id: 'recorded',
  title: 'Recorded',
  summary: 'The accesses of a file of your own, in their order, round and round.',
  sources: [
    {
      title: 'Yang, libCacheSim: trace formats',
      url: 'https://github.com/1a1a11a/libCacheSim',
    },
  ],
  params: recordingParams,
  promises: ['draws-nothing', 'replays-a-recording', 'stays-below-a-bound'],
  start: (params, recordings): State => ({
    recordings,
    hash: params.hash,
    recording: findRecording(params, recordings, 'workload'),
    place: 0,
  }),
  next(state, params, _now, _chance, wish) {
    if (state.hash !== params.hash || state.recording.keys.length !== params.length) {
      state.recording = findRecording(params, state.recordings, 'workload');
      state.hash = params.hash;
      state.place = 0;
    }
    const { keys, operations, bytes } = state.recording;
    const { replayed } = wish;
    const access = replayed?.recording === state.recording ? replayed.row : state.place;
    wish.key = keys[access];
    if (operations !== null) wish.operation = operations[access];
    if (bytes !== null) wish.bytes = bytes[access];
    state.place = access + 1 < keys.length ? access + 1 : 0;
  },
  bound: ({ length }) => length,
});
