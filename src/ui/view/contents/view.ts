import { defineView } from '../view.ts';

export const view = defineView({
  id: 'contents',
  label: 'Contents',
  key: 'H',
  help: 'What a cache holds',
  place: 50,
  needs: 'cache',
  load: () => import('./Contents.tsx'),
});
