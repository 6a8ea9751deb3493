import { Button } from '@mantine/core';
import { allow, codeHash } from '../../host/sandbox/consent.ts';
import { descriptions } from '../../scenario/descriptions.ts';
import { again } from '../samples/simulate.ts';
import { useDocument } from '../store/document.ts';
import { openText } from '../store/session.ts';
import classes from './Code.module.css';
import { useCode } from './code.ts';

/** Code that came with a scenario runs once somebody has said so; it is there to be read before. */
export default function CodeConsent() {
  const waiting = useCode((state) => state.waiting);
  const policies = useDocument((state) => state.scenario.policies);
  const there = waiting.filter((id) => Object.hasOwn(policies, id));
  if (there.length === 0) return null;
  return (
    <section className={classes.consent} aria-label="Code in this scenario">
      <p>
        <b>This scenario brings code.</b> It runs in a sandbox, without network, storage or this page. Read it first:{' '}
        {there.map((id, i) => (
          <span key={id}>
            {i > 0 && ', '}
            <button type="button" className={classes.read} onClick={() => openText({ kind: 'policy', id })}>
              {policies[id].title ?? id}
            </button>{' '}
            ({descriptions.seams[policies[id].seam]?.title.toLowerCase() ?? policies[id].seam})
          </span>
        ))}
        .
      </p>
      <Button
        onClick={() => {
          for (const id of there) allow(codeHash(policies[id].source));
          again();
        }}
      >
        Run it
      </Button>
    </section>
  );
}
