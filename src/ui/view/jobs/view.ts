import { defineView } from '../view.ts';

export const view = defineView({
  id: 'jobs',
  label: 'Jobs',
  key: 'J',
  help: 'What became of the jobs',
  place: 60,
  needs: 'jobs',
  load: () => import('./Jobs.tsx'),
});
