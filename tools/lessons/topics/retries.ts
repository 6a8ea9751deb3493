import { always, type Topic } from '../topic.ts';

export const retries: Topic = {
  unread: [
    'jitter-under-the-microscope',
    'metastable-failure',
    'retry-storm',
    'three-layers-of-retries',
    'what-a-timeout-does',
    'write-your-own-jitter',
  ],
  attacks: always,
  right: {},
  wrong: {},
  remedies: {},
};
