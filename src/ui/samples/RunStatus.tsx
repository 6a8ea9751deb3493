import { armsOf } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { useResults } from './results.ts';

/** What the run of the selected arm was. */
export function RunStatus() {
  const results = useResults();
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const finished = results.of(arm)?.finished;
  const account = results.account(arm);
  if (!account) return null;
  const { fingerprint, requests, took } = account;
  const many = armsOf(scenario).length > 1;
  return (
    <>
      <span title="Two runs with the same fingerprint are the same run, fact by fact">
        fingerprint <code>{finished ? fingerprint.match(/.{4}/g)?.join('·') : '…'}</code>
      </span>{' '}
      <span>
        {requests.toLocaleString('en')} {requests === 1 ? 'request' : 'requests'}
        {many ? ' in this arm' : ''}, {Math.round(took)} ms
      </span>
    </>
  );
}
