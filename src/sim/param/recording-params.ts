import { integer, text } from './param.ts';

/** How a scenario names a file that it replays. The file itself is never part of a scenario or a link. */
export const recordingParams = {
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
  columns: text({
    label: 'Columns',
    help: 'What its columns were taken for where somebody corrected that, by their numbers from 1; it then counts in the hash.',
    default: '',
    pattern: '([a-z]+=[1-9]\\d{0,3}(:(s|ms|us|ns))?( [a-z]+=[1-9]\\d{0,3}(:(s|ms|us|ns))?)*)?',
    form: 'roles and numbers of columns, as time=1 key=3',
    example: 'time=1:ms key=3 tenant=4',
    advanced: true,
  }),
} as const;
