import { defineWorkload, integer, type Recording, type Recordings, text } from './contract.ts';

interface State {
  recordings: Recordings;
  /** Of the file that is being played. */
  hash: string;
  recording: Recording;
  /** The next access. */
  place: number;
}

interface Values {
  name: string;
  length: number;
  hash: string;
}

/**
 * What somebody really asked for: the accesses of a file in their order, from the start again when it has come to its
 * end, at times that the arrivals decide. Whether it reads or writes, and how large the value is, come from the file
 * where it says so, and from the client where it does not.
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
  params: {
    name: text({
      label: 'File',
      help: 'What the file was called, to find it again.',
      default: '',
      pattern: '[^\\u0000-\\u001f]{0,200}',
      form: 'the name of a file',
      example: 'accesses.csv',
    }),
    length: integer({
      label: 'Accesses',
      help: 'How many accesses it holds.',
      default: 1,
      min: 1,
      max: 10_000_000,
      advanced: true,
    }),
    hash: text({
      label: 'Hash',
      help: 'SHA-256 of the file: only the same bytes are the same recording.',
      default: '',
      pattern: '([0-9a-f]{64})?',
      form: 'the SHA-256 of the file: 64 hexadecimal digits',
      example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      advanced: true,
    }),
  },
  promises: ['draws-nothing', 'replays-a-recording', 'stays-below-a-bound'],
  start: (params, recordings): State => ({ recordings, hash: params.hash, recording: find(params, recordings), place: 0 }),
  next(state, params, _now, _chance, wish) {
    if (state.hash !== params.hash || state.recording.keys.length !== params.length) {
      state.recording = find(params, state.recordings);
      state.hash = params.hash;
      state.place = 0;
    }
    const { keys, operations, bytes } = state.recording;
    const access = state.place;
    wish.key = keys[access];
    if (operations !== null) wish.operation = operations[access];
    if (bytes !== null) wish.bytes = bytes[access];
    state.place = access + 1 < keys.length ? access + 1 : 0;
  },
  bound: ({ length }) => length,
});

function find({ name, length, hash }: Values, recordings: Recordings): Recording {
  if (hash === '') throw new Error('the workload is recorded, but no file has been chosen');
  const recording = recordings.get(hash);
  const file = `${name === '' ? 'a file' : name} (${length} accesses, SHA-256 ${hash.slice(0, 12)}…)`;
  if (!recording) throw new Error(`the workload needs a recording that is not at hand: ${file}`);
  if (recording.keys.length !== length)
    throw new Error(`${file} has ${recording.keys.length} accesses: the workload was set up for another file`);
  return recording;
}
