import { summarise } from '../experiment/statistics.ts';
import { OUTCOMES, type World } from '../sim/world/world.ts';
import type { ArmResult } from './result.ts';

/** What writes runs to standard output, as they come or at their end. */
export interface Writer {
  run(result: ArmResult): void;
  end(): void;
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

function summaryOf(result: ArmResult, s: number) {
  const { bins, closedBins, samples, whole } = result;
  let min = Number.NaN;
  let max = Number.NaN;
  for (let bin = 0; bin < closedBins; bin++) {
    const sample = samples[s * bins + bin];
    if (Number.isNaN(sample)) continue;
    if (!(sample >= min)) min = sample;
    if (!(sample <= max)) max = sample;
  }
  return { value: finite(whole[s]), min: finite(min), max: finite(max) };
}

/** @param format json, csv or text */
export function writer(format: string, scenario: string): Writer {
  if (format === 'csv') return csvWriter();
  if (format === 'text') return textWriter(scenario);
  const runs: unknown[] = [];
  return {
    run(result) {
      const meters: Record<string, unknown> = {};
      result.series.forEach(({ id, unit, kind }, s) => {
        const samples = Array.from(result.samples.subarray(s * result.bins, s * result.bins + result.closedBins), finite);
        meters[id] = { unit, kind, summary: summaryOf(result, s), samples };
      });
      const { arm, seed, fingerprint, requests, events, binWidth, runaway } = result;
      runs.push({ arm, seed, fingerprint, requests, events, binWidth, ...(runaway ? { runaway } : {}), meters });
    },
    end() {
      process.stdout.write(`${JSON.stringify({ format: 1, scenario, runs })}\n`);
    },
  };
}

/** One row a bin, one column a meter of any run; empty where an arm has no such meter or nothing was observed. */
function csvWriter(): Writer {
  const results: ArmResult[] = [];
  return {
    run: (result) => results.push(result),
    end() {
      const columns = new Map(results.flatMap(({ series }) => series.map(({ id, unit }) => [id, unit])));
      const lines = [['arm', 'seed', 'time_ms', ...[...columns].map(([id, unit]) => (unit ? `${id} [${unit}]` : id))].join(',')];
      for (const { arm, seed, series, samples, bins, closedBins, binWidth } of results) {
        const rows = [...columns.keys()].map((id) => series.findIndex((each) => each.id === id));
        for (let bin = 0; bin < closedBins; bin++) {
          const cells = rows.map((s) => (s < 0 || Number.isNaN(samples[s * bins + bin]) ? '' : samples[s * bins + bin]));
          lines.push([arm, seed, bin * binWidth, ...cells].join(','));
        }
      }
      process.stdout.write(`${lines.join('\n')}\n`);
    },
  };
}

const pad = (text: string, width: number) => text.padStart(width);
const show = (value: number | null) =>
  value === null || Number.isNaN(value) ? '–' : Math.abs(value) >= 1_000 ? value.toFixed(0) : value.toPrecision(4);

function textWriter(scenario: string): Writer {
  return {
    run(result) {
      const lines = [
        `${scenario}, arm ${result.arm}, seed ${result.seed}: ${result.requests.toLocaleString('en')} requests, ${result.took.toFixed(0)} ms, fingerprint ${result.fingerprint}`,
      ];
      const width = Math.max(...result.series.map(({ id }) => id.length));
      lines.push(`  ${'meter'.padEnd(width)}  ${pad('whole run', 11)} ${pad('least', 11)} ${pad('most', 11)}  unit`);
      result.series.forEach(({ id, unit }, s) => {
        const { value, min, max } = summaryOf(result, s);
        lines.push(`  ${id.padEnd(width)}  ${pad(show(value), 11)} ${pad(show(min), 11)} ${pad(show(max), 11)}  ${unit}`);
      });
      process.stdout.write(`${lines.join('\n')}\n\n`);
    },
    end() {},
  };
}

/** Every meter of an arm over many seeds: mean with its 99 % confidence interval, least and most of any run. */
export function summaryWriter(scenario: string): Writer {
  const byArm = new Map<string, Pick<ArmResult, 'seed' | 'series' | 'whole'>[]>();
  return {
    run({ arm, seed, series, whole }) {
      const runs = byArm.get(arm) ?? [];
      byArm.set(arm, runs);
      runs.push({ seed, series, whole });
    },
    end() {
      for (const [arm, results] of byArm) {
        const [{ series, seed }] = results;
        const width = Math.max(...series.map(({ id }) => id.length));
        const lines = [
          `${scenario}, arm ${arm}, ${results.length} runs, seeds ${seed} to ${results.at(-1)?.seed}`,
          `  ${'meter'.padEnd(width)}  ${pad('mean', 11)} ${pad('± 99 %', 11)} ${pad('least run', 11)} ${pad('most', 11)}  unit`,
        ];
        series.forEach(({ id, unit }, s) => {
          // a run in which nothing was observed says nothing
          const figures = results.map((result) => result.whole[s]).filter(Number.isFinite);
          const { mean, halfWidth } = summarise(figures);
          const [least, most] = figures.length > 0 ? [Math.min(...figures), Math.max(...figures)] : [null, null];
          const sure = figures.length > 1 ? halfWidth : null;
          lines.push(
            `  ${id.padEnd(width)}  ${pad(show(mean), 11)} ${pad(show(sure), 11)} ${pad(show(least), 11)} ${pad(show(most), 11)}  ${unit}`,
          );
        });
        process.stdout.write(`${lines.join('\n')}\n\n`);
      }
    },
  };
}

/** One JSON line a request; times in ms, `null` where it has not ended. */
export async function writeRequests(stream: NodeJS.WritableStream, world: World, arm: string, seed: number): Promise<void> {
  const { requests: log } = world.observed;
  if (!log) return;
  let lines: string[] = [];
  for (let i = 0; i < log.count; i++) {
    if (Number.isNaN(log.intended[i])) continue;
    const intended = log.intended[i] / 1_000;
    const finished = log.finished[i] / 1_000;
    const ended = !Number.isNaN(finished);
    lines.push(
      JSON.stringify({
        id: i,
        arm,
        seed,
        client: world.ids[log.client[i]],
        intended,
        finished: ended ? finished : null,
        outcome: ended ? OUTCOMES[log.outcome[i]] : 'open',
        attempts: ended ? log.attempts[i] : null,
        responseTime: ended ? Math.round((finished - intended) * 1_000) / 1_000 : null,
      }),
    );
    if (lines.length === 5_000 || i === log.count - 1) {
      if (!stream.write(`${lines.join('\n')}\n`)) await new Promise((drained) => stream.once('drain', drained));
      lines = [];
    }
  }
}
