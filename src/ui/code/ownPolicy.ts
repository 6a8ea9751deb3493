import { allow, codeHash } from '../../host/sandbox/consent.ts';
import { ownTitle } from '../../host/sandbox/fork.ts';
import { beginning } from '../../host/sandbox/sources.ts';
import { policyOf } from '../../scenario/descriptions.ts';
import { withArmCopied, withArmTitle, withParam } from '../../scenario/edit.ts';
import { readersArm } from '../../scenario/lesson.ts';
import { ownPoliciesIn } from '../../scenario/own-policies.ts';
import { armsOf, LIMITS, type Scenario } from '../../scenario/scenario.ts';
import { say } from '../notices.ts';
import { useDocument } from '../store/document.ts';
import { closeText, openText, useSession } from '../store/session.ts';

/**
 * Begins an algorithm of one's own in the place of another, from its source or from the smallest that works, in a copy of
 * the arm that is looked at: both run on the same traffic. Where there is no room for one more arm, and where a lesson has
 * set that arm aside for its reader, it is that arm itself.
 * @param path of the policy that it takes the place of
 */
export async function beginPolicy(
  path: string,
  seam: string,
  from: string | null,
  value: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { scenario, edit } = useDocument.getState();
  const { policies } = scenario;
  if (Object.keys(policies).length >= LIMITS.policies) {
    void say(`There are ${LIMITS.policies} algorithms of your own, as many as a scenario can have.`, 'error');
    return;
  }
  const { id, policy } = await beginning(seam, from, Object.keys(policies));
  allow(codeHash(policy.source));
  const { arm, hidden, choose } = useSession.getState();
  let own = arm;
  edit((document) => {
    const withCode: Scenario = { ...document, policies: { ...document.policies, [id]: { ...policy, title: titleOf(seam, from) } } };
    const room = armsOf(document).length < LIMITS.arms && readersArm(document) !== arm;
    const copied = room ? withArmCopied(withCode, arm) : null;
    own = copied?.id ?? arm;
    const set = withParam(copied?.scenario ?? withCode, own, path, { ...(from === null ? {} : value), kind: id }, 'whole-run');
    return copied ? withArmTitle(set, own, titleOf(seam, from)) : set;
  });
  choose({ arm: own, hidden: hidden.filter((each) => each !== own && each !== arm) });
  openText({ kind: 'policy', id });
}

function titleOf(seam: string, from: string | null): string {
  const title = from === null ? null : policyOf(seam, from)?.title;
  return title ? ownTitle(title) : 'Mine';
}

/** Takes an algorithm away; refused while something uses it. */
export function removePolicy(id: string): void {
  const { scenario, edit } = useDocument.getState();
  const { policies, ...rest } = scenario;
  const { [id]: gone, ...others } = policies;
  if (!gone) return;
  if (ownPoliciesIn(rest, { [id]: gone }).length > 0) {
    void say(`${gone.title ?? id} is in use. Choose another algorithm in its place first, or undo.`, 'error');
    return;
  }
  edit(() => ({ ...rest, policies: others }));
  closeText();
}
