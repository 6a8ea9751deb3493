import { BloomFilter, defineAbsenceGuard, integer, number } from './contract.ts';

interface State {
  filter: BloomFilter;
}

/**
 * A Bloom filter of keys, made when the cache starts and added to by writes that pass it. It never keeps out any of
 * these; of others few get through: with 10 bits a key and the best number of hashes, 0.8 %. It does not learn of rows
 * that appear without a write.
 */
export const bloomFilter = defineAbsenceGuard({
  id: 'bloom-filter',
  title: 'Bloom filter',
  summary: 'A filter of all keys that exist answers for nearly all that do not.',
  sources: [
    {
      title: 'Bloom, Space/time trade-offs in hash coding with allowable errors (CACM 13(7), 1970)',
      url: 'https://doi.org/10.1145/362686.362692',
    },
  ],
  params: {
    keys: integer({
      label: 'Keys that exist',
      help: 'The filter is made for the keys from 0 to below this; of others it says that they do not exist, until they are written.',
      default: 10_000,
      min: 1,
      max: 1_000_000,
      scale: 'log',
    }),
    bitsPerKey: number({
      label: 'Bits per key',
      help: 'More bits let fewer absent keys through.',
      unit: 'bits',
      default: 10,
      min: 1,
      max: 32,
      step: 0.5,
    }),
  },
  examples: [
    { keys: 2_000, bitsPerKey: 4 },
    { keys: 2_000, bitsPerKey: 10 },
    { keys: 3_000, bitsPerKey: 32 },
  ],
  promises: ['never-hides', 'spares-the-origin'],
  start({ keys, bitsPerKey }): State {
    // ln 2 · bits per key hashes make the fewest mistakes
    const filter = new BloomFilter(Math.max(64, Math.ceil(keys * bitsPerKey)), Math.max(1, Math.round(bitsPerKey * Math.LN2)));
    for (let key = 0; key < keys; key++) filter.add(key);
    return { filter };
  },
  mayExist: ({ filter }, _params, key) => filter.mayHave(key),
  add: ({ filter }, key) => filter.add(key),
});
