import { defineView } from '../view.ts';

export const view = defineView({
  id: 'numbers',
  label: 'Numbers',
  key: 'M',
  place: 20,
  load: () => import('./Numbers.tsx'),
});
