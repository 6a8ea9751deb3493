import { type Chance, defineDistribution, text, wholeMicros } from './contract.ts';

/** A parsed list: values [µs] and the running total of their weights. */
interface Table {
  values: Float64Array;
  upTo: Float64Array;
}

/** Parsing costs more than drawing, so the last few lists stay parsed; the text alone decides the table. */
const parsed = new Map<string, Table>();
const MOST_PARSED = 64;

function tableOf(list: string): Table {
  const known = parsed.get(list);
  if (known) return known;
  const entries = list.trim().split(/[\s,;]+/);
  const table = { values: new Float64Array(entries.length), upTo: new Float64Array(entries.length) };
  let total = 0;
  entries.forEach((entry, i) => {
    const [value, weight = '1'] = entry.split(/[x×*]/);
    total += Number(weight);
    table.values[i] = wholeMicros(Number(value) * 1_000);
    table.upTo[i] = total;
  });
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(list, table);
  return table;
}

function draw(table: Table, chance: Chance): number {
  const { upTo, values } = table;
  const target = chance.unit() * upTo[upTo.length - 1];
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle] > target) high = middle;
    else low = middle + 1;
  }
  return values[low];
}

/** Draws from your own measurements, each as likely as its weight: no smoothing and nothing between the values. */
export const empirical = defineDistribution({
  id: 'empirical',
  title: 'Measured values',
  summary: 'Draws from a list of measured times, each as likely as its weight.',
  sources: [{ title: 'Efron, Bootstrap methods (1979)', url: 'https://doi.org/10.1214/aos/1176344552' }],
  params: {
    values: text({
      label: 'Values',
      help: 'Measured times in ms, separated by spaces or commas; 20x95 stands for 95 measurements of 20 ms.',
      default: '20x60 45x30 120x9 900',
      pattern: '\\s*\\d+(\\.\\d+)?([x×*][1-9]\\d*)?([\\s,;]+\\d+(\\.\\d+)?([x×*][1-9]\\d*)?)*\\s*',
      form: 'times in ms, separated by spaces or commas, each with an optional weight: 20x95 45 900',
      example: '12 14 14 19 250',
    }),
  },
  examples: [{ values: '10x3, 40.5' }, { values: '0' }],
  promises: ['keeps-its-mean', 'follows-one-variate'],
  sample: (params, chance) => draw(tableOf(params.values), chance),
  mean(params) {
    const { values, upTo } = tableOf(params.values);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i] * (upTo[i] - (i === 0 ? 0 : upTo[i - 1]));
    return sum / upTo[upTo.length - 1];
  },
});
