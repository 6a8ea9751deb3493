import type { FromRealm } from './realm-protocol.ts';

type Raw = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, most = 4_000): value is string => typeof value === 'string' && value.length <= most;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTime = (value: unknown): boolean => value === null || (typeof value === 'number' && value >= 0);

const isProblem = (value: unknown): boolean =>
  isRecord(value) && isText(value.policy) && (value.line === null || isCount(value.line)) && isText(value.message);

const isSeries = (value: unknown): boolean => isRecord(value) && ['id', 'label', 'unit', 'kind'].every((key) => isText(value[key], 400));

const isWarning = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((each) => each === null || typeof each === 'number' || isText(each));

function isResult(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { arm, series, samples, whole, bins, closedBins, figures, warnings, runaway, fingerprint } = value;
  return (
    isText(arm, 100) &&
    isCount(bins) &&
    isCount(closedBins) &&
    closedBins <= bins &&
    Array.isArray(series) &&
    series.every(isSeries) &&
    samples instanceof Float64Array &&
    samples.length === series.length * bins &&
    whole instanceof Float64Array &&
    whole.length === series.length &&
    ['seed', 'binWidth', 'requests', 'events', 'took'].every((key) => typeof value[key] === 'number') &&
    typeof value.finished === 'boolean' &&
    typeof fingerprint === 'string' &&
    /^[0-9a-f]{16}$/.test(fingerprint) &&
    Array.isArray(figures) &&
    figures.every((each) => typeof each === 'number') &&
    Array.isArray(warnings) &&
    warnings.every(isWarning) &&
    (runaway === null || (isRecord(runaway) && typeof runaway.at === 'number' && isText(runaway.reason)))
  );
}

const isDescription = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value.id, 100) &&
  isText(value.title, 200) &&
  isText(value.summary) &&
  isRecord(value.params) &&
  Object.values(value.params).every((each) => isRecord(each) && isText(each.type, 20) && isText(each.label)) &&
  Array.isArray(value.gauges) &&
  value.gauges.every((each) => isRecord(each) && ['name', 'label', 'unit'].every((key) => isText(each[key], 400)));

/** Whether a message from where code runs that is not ours is one that the page knows, in a form that does it no harm. */
export function isSound(message: unknown): message is FromRealm {
  if (!isRecord(message)) return false;
  switch (message.type) {
    case 'ready':
    case 'warm':
      return true;
    case 'pong':
      return isTime(message.reached);
    case 'result':
      return isCount(message.job) && isResult(message.result);
    case 'failed':
      return (isCount(message.job) || isCount(message.id)) && isText(message.message);
    case 'described':
      return isRecord(message.policies) && Object.values(message.policies).every(isDescription);
    case 'broken':
      return Array.isArray(message.problems) && message.problems.length <= 100 && message.problems.every(isProblem);
    case 'progress':
      return isCount(message.id) && isRecord(message.progress);
    case 'answer':
      return isCount(message.id) && isRecord(message.answer);
    default:
      return false;
  }
}
