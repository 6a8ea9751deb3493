import { planOf } from '../../scenario/arm.ts';
import { componentOf } from '../../scenario/descriptions.ts';
import { loadOf } from '../../scenario/edit/load-of.ts';
import { withParam } from '../../scenario/edit.ts';
import { titleIn } from '../../scenario/setting.ts';
import { type Editing, ParamControl } from '../param/ParamControl.tsx';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import classes from './Build.module.css';

/** More than these would push the parts out of sight. */
const MOST = 3;

/** How much comes in, at hand while one builds: a slider for each that sends of its own accord. */
export function LoadControls() {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const { components } = planOf(scenario, arm);
  const loads = Object.entries(components).flatMap(([id, doc]) => {
    const kind = componentOf(doc.kind);
    const load = kind && loadOf(id, doc, kind);
    return load ? [{ id, ...load }] : [];
  });
  if (loads.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form
    <div role="group" aria-label="Load" className={classes.load}>
      {loads.slice(0, MOST).map(({ id, path, param, value }) => (
        <ParamControl
          key={path}
          path={path}
          param={param}
          value={value}
          editing={editing}
          label={`${titleIn(components, id)}: ${param.label}`}
        />
      ))}
    </div>
  );
}

const editing: Editing = {
  set(path, value, gesture) {
    const { arm } = useSession.getState();
    useDocument.getState().edit((document) => withParam(document, arm, path, value, 'whole-run'), gesture);
  },
  settle: () => useDocument.getState().settle(),
};
