import { useSession } from '../../store/session.ts';
import { view as requests } from '../requests/view.ts';
import classes from './Jobs.module.css';

/** Opens the story of a request. */
export function RequestLink({ request, children }: { request: number; children: React.ReactNode }) {
  return (
    <button
      type="button"
      className={`text-button ${classes.link}`}
      title="Its whole story, among the requests"
      onClick={() => useSession.getState().choose({ request, drawer: requests.id })}
    >
      {children}
    </button>
  );
}
