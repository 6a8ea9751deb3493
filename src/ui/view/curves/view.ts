import { defineView } from '../view.ts';

export const view = defineView({
  id: 'curves',
  label: 'Curves',
  key: 'U',
  help: 'Miss-ratio curves of a cache',
  place: 40,
  needs: 'cache',
  load: () => import('./Curves.tsx'),
});
