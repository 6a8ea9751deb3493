import { defineAutoscaling, NEVER } from './contract.ts';

/** As many as were asked for. */
export const none = defineAutoscaling({
  id: 'none',
  title: 'None',
  summary: 'As many replicas as were asked for, whatever there is to do.',
  sources: [],
  params: {},
  promises: ['changes-nothing'],
  interval: () => NEVER,
  start: () => ({}),
  plan: (_state, _params, _now, { up, starting }) => up + starting,
});
