import type { Stories } from '../../../host/look/stories.ts';
import type { RequestRow } from './story.ts';

/** Which requests are listed. */
export const LISTS = ['slowest', 'failed', 'open', 'sample'] as const;
export type List = (typeof LISTS)[number];

/** Until it was done, its job too where one was made of it [ms]: an answer of a queue says only that it was taken. */
export const timeOf = ({ responseTime, jobTime }: RequestRow): number => (jobTime > responseTime ? jobTime : responseTime);

/** Those of a list, in its order. */
export function listed(rows: readonly RequestRow[], list: List): readonly RequestRow[] {
  switch (list) {
    case 'slowest':
      return rows.filter(({ outcome }) => outcome === 'ok').sort((a, b) => timeOf(b) - timeOf(a) || a.number - b.number);
    case 'failed':
      return rows.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'open');
    case 'open':
      return rows.filter(({ outcome }) => outcome === 'open');
    case 'sample':
      return rows.filter(({ keptAs }) => keptAs === 'sample');
  }
}

type Counts = Pick<Stories, 'total' | 'ok' | 'failed' | 'open'>;

export function labelOf(list: List, counts: Counts | null): string {
  const count = (label: string, number: number | undefined) => (number === undefined ? label : `${label} ${number.toLocaleString('en')}`);
  switch (list) {
    case 'slowest':
      return 'Slowest';
    case 'failed':
      return count('Failed', counts?.failed);
    case 'open':
      return count('Unfinished', counts?.open);
    case 'sample':
      return 'Sample';
  }
}

/** How many there are of those that are listed, and how many of them can be read. */
export function saidOf(list: List, { total, ok, failed, open }: Counts, rows: number, jobs: boolean): string {
  const number = (value: number) => value.toLocaleString('en');
  const requests = total === 1 ? '1 request' : `${number(total)} requests`;
  const some = (count: number, did: string) =>
    `${number(count)} of ${requests} ${did}${rows < count ? `; ${number(rows)} of them are here` : ''}`;
  switch (list) {
    case 'slowest':
      return `${some(ok, 'ended well')}, ${jobs ? 'those first whose jobs took longest to be done' : 'the slowest first'}`;
    case 'failed':
      return some(failed, 'failed');
    case 'open':
      return some(open, open === 1 ? 'has not ended' : 'have not ended');
    case 'sample':
      return `${number(rows)} of ${requests}, evenly spread`;
  }
}

/** Said where a list is empty. */
export const NOBODY: Readonly<Record<List, string>> = {
  slowest: 'No request of this run ended well.',
  failed: 'No request of this run failed.',
  open: 'Every request of this run has ended.',
  sample: 'There were no requests in this run.',
};
