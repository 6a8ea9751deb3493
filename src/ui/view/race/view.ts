import { defineView } from '../view.ts';

export const view = defineView({
  id: 'race',
  label: 'Race',
  key: 'G',
  help: 'Race of the gates',
  place: 30,
  needs: 'rate limiter',
  load: () => import('./Race.tsx'),
});
