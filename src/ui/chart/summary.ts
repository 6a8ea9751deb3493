import { formatClock, formatQuantity } from '../quantity.ts';
import { results } from '../samples/results.ts';
import type { DrawnArm } from './Chart.tsx';

/** A chart in one sentence per arm: the whole run, and where it is least and largest. */
export function summaryOf(title: string, unit: string, meter: string, arms: readonly DrawnArm[]): string {
  const sentences = arms.map(({ id, title: arm }) => {
    const result = results.of(id);
    const samples = results.samples(id, meter);
    if (!result || !samples) return `${arm}: not simulated yet.`;
    let least = -1;
    let most = -1;
    for (let i = 0; i < samples.length; i++) {
      if (Number.isNaN(samples[i])) continue;
      if (least < 0 || samples[i] < samples[least]) least = i;
      if (most < 0 || samples[i] > samples[most]) most = i;
    }
    if (least < 0) return `${arm}: nothing observed.`;
    const show = (bin: number) => `${formatQuantity(samples[bin], unit)} at ${formatClock(bin * result.binWidth)}`;
    return `${arm}: ${formatQuantity(results.whole(id, meter), unit)} over the run, least ${show(least)}, most ${show(most)}.`;
  });
  return `${title}. ${sentences.join(' ')}`;
}
