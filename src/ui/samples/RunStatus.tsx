import { formatSpan } from '../quantity.ts';
import { useSession } from '../store/session.ts';
import { useResults } from './results.ts';

/** What the run of the selected arm was. */
export function RunStatus() {
  const results = useResults();
  const arm = useSession((state) => state.arm);
  const finished = results.of(arm)?.finished;
  const account = results.account(arm);
  if (!account) return null;
  const { fingerprint, requests, took } = account;
  return (
    <>
      <span title="Two runs with the same fingerprint are the same run, fact by fact">
        fingerprint <code>{finished ? fingerprint.match(/.{4}/g)?.join('·') : '…'}</code>
      </span>{' '}
      <span>
        {requests.toLocaleString('en')} {requests === 1 ? 'request' : 'requests'}, simulated in {formatSpan(took)}
      </span>
    </>
  );
}
