/** Points a series is drawn with at the most: two a bucket, its least and its largest, so that spikes survive. */
const MOST_POINTS = 300;

/** Where a moment and a value lie [px]. */
interface Places {
  x(time: number): number;
  y(value: number): number;
}

/**
 * The path of a series: straight lines through its samples, or through the least and largest of neighbouring ones where
 * there are too many; gaps where nothing was observed.
 * @param first bin that is drawn @param dot length of the stroke that a lone sample is [px]: next to nothing is a dot where strokes
 * have round ends
 */
export function seriesPath(samples: ArrayLike<number>, binWidth: number, { x, y }: Places, first = 0, dot = 0.01): string {
  const count = samples.length;
  const perBucket = count <= MOST_POINTS ? 1 : Math.ceil(count / (MOST_POINTS / 2));
  let path = '';
  let open = false;
  let points = 0;
  const put = (bin: number) => {
    path += `${open ? 'L' : 'M'}${x((bin + 0.5) * binWidth).toFixed(1)} ${y(samples[bin]).toFixed(1)}`;
    open = true;
    points++;
  };
  const gap = () => {
    if (points === 1) path += `m${-dot / 2} 0h${dot}`;
    open = false;
    points = 0;
  };
  for (let start = first; start < count; start += perBucket) {
    const end = Math.min(count, start + perBucket);
    let least = -1;
    let most = -1;
    for (let i = start; i < end; i++) {
      const sample = samples[i];
      if (Number.isNaN(sample)) continue;
      if (least < 0 || sample < samples[least]) least = i;
      if (most < 0 || sample > samples[most]) most = i;
    }
    if (least < 0) gap();
    else if (least === most) put(least);
    else {
      put(Math.min(least, most));
      put(Math.max(least, most));
    }
  }
  gap();
  return path;
}

/** The least positive and the largest of some samples, 0 where there are none; and whether some are 0. */
export function extent(samples: ArrayLike<number>): { least: number; most: number; zero: boolean } {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  let zero = false;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i];
    if (sample === 0) zero = true;
    if (sample > most) most = sample;
    if (sample > 0 && sample < least) least = sample;
  }
  return { least: Number.isFinite(least) ? least : 0, most, zero };
}
