import { defineStep, duration, LONGEST } from './contract.ts';

/** Waits for a fixed time without working: between two polls, or to keep a rate. Whether it keeps its server meanwhile is what it does while it calls. */
export const sleep = defineStep<{ sleep: number }>({
  id: 'sleep',
  title: 'Sleep',
  summary: 'Waits for a fixed time without working.',
  fields: {
    sleep: duration({ label: 'Time', help: 'How long it waits.', default: 100, min: 0, max: LONGEST, scale: 'log' }),
  },
  compile: ({ sleep: time }, compiler) => compiler.add((owner, task) => owner.sleep(task, time)),
});
