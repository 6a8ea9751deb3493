import { PERMIT } from '../../flow/leases.ts';
import { choice, defineStep, lease, wire } from './contract.ts';

interface AcquireDoc {
  acquire: string;
  as?: string;
  key: 'any' | 'own' | 'tenant';
  until: 'end' | 'released';
}

/**
 * Asks for a connection, a permit or a lock, and waits until it has it, as long as its lender lets it. It is released at
 * the end of the task at the latest; with `until: "released"` only by a release: a task that ends without one leaks it,
 * and its replica has it from then on.
 */
export const acquire = defineStep<AcquireDoc>({
  id: 'acquire',
  title: 'Acquire',
  summary: 'Asks for a connection, a permit or a lock, and waits until it has it.',
  fields: {
    acquire: wire({ label: 'Wire', help: 'Whom to ask, by the name of its wire in "calls".', carries: 'leases' }),
    as: lease({ label: 'Name', help: 'What other steps know it by; if absent, the name of the wire.', gives: true, optional: true }),
    key: choice({
      label: 'Key',
      help: 'Which of its things: any, or the one of a key, as locks are.',
      default: 'any',
      options: { any: 'Any', own: 'That of its own key', tenant: 'That of its tenant' },
    }),
    until: choice({
      label: 'Until',
      help: 'Whether it is released at the end at the latest, or only by a release.',
      default: 'end',
      options: { end: 'The end of the task', released: 'It is released: leaked if it never is' },
    }),
  },
  compile({ acquire: name, as = name, key, until }, compiler) {
    const want = { wire: compiler.wire(name), kind: PERMIT, slot: compiler.lease(as), key, untilReleased: until === 'released' };
    compiler.add((owner, task, at) => owner.acquire(task, at, want));
  },
});
