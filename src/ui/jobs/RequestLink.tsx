import { useSession } from '../store/session.ts';
import classes from './Jobs.module.css';

/** Opens the story of a request. */
export function RequestLink({ request, children }: { request: number; children: React.ReactNode }) {
  return (
    <button
      type="button"
      className={classes.link}
      title="Its whole story, among the requests"
      onClick={() => useSession.getState().choose({ request, drawer: 'requests' })}
    >
      {children}
    </button>
  );
}
