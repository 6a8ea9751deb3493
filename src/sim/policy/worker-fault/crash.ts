import { choice, defineWorkerFault, ratio, SURVIVES } from './contract.ts';

/** An execution now and then kills its replica: before, during or after the side effect, which makes all the difference. */
export const crash = defineWorkerFault({
  id: 'crash',
  title: 'Crash',
  summary: 'Some executions kill their replica, at a chosen point of the work.',
  sources: [],
  params: {
    ratio: ratio({ label: 'Executions that crash', help: 'Share of the executions that kill their replica.', default: 0.01 }),
    when: choice({
      label: 'When',
      help: 'At which point of the work.',
      default: 'anywhere',
      options: {
        anywhere: 'Anywhere in the work',
        'before-effect': 'Before the side effect',
        'after-effect': 'After the side effect, before the acknowledgement',
      },
    }),
  },
  acute: { ratio: 0.05 },
  examples: [{ ratio: 0.3 }, { ratio: 0.3, when: 'before-effect' }, { ratio: 0.3, when: 'after-effect' }],
  promises: ['kills-by-execution'],
  kills({ ratio: crashes, when }, { effectAt }, _job, chance) {
    if (!chance.happens(crashes)) return SURVIVES;
    const place = chance.unit();
    if (when === 'before-effect') return place * effectAt;
    return when === 'after-effect' ? effectAt + place * (1 - effectAt) : place;
  },
});
