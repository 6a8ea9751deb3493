import { defineView } from '../view.ts';

export const view = defineView({
  id: 'requests',
  label: 'Requests',
  key: 'R',
  place: 10,
  load: () => import('./Requests.tsx'),
});
