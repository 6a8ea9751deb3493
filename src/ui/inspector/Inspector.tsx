import { SegmentedControl, Select, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { componentsAt, planOf } from '../../scenario/arm.ts';
import { componentOf } from '../../scenario/descriptions.ts';
import { differsByArm, withParam } from '../../scenario/edit.ts';
import { effective, titleIn } from '../../scenario/setting.ts';
import { matters } from '../../sim/param/matters.ts';
import type { Param, ParamRecord } from '../../sim/param/param.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { useSeenArms } from '../challenge/seenArms.ts';
import { useCode } from '../code/code.ts';
import type { Editing } from '../param/ParamControl.tsx';
import { formatClock } from '../quantity.ts';
import { useDocument } from '../store/document.ts';
import { playhead, usePlayhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import classes from './Inspector.module.css';
import { Notes } from './Notes.tsx';
import { namesIn, Section } from './Section.tsx';

/** Queues, workers and callers are set like somebody's product; for callers only when asked for, since all its texts come with it. */
const Presets = lazy(() => import('./Presets.tsx'));

/** What can be done to a component besides setting it. */
const ComponentMenu = lazy(() => import('../build/ComponentMenu.tsx'));

/** What stands under one heading: a policy and the parameters after it, or a group of parameters. */
export interface SectionContent {
  title: string;
  policy: string | null;
  params: readonly string[];
}

/**
 * Sections in the order in which the component lists its parameters; those are left out that do not matter as it is set.
 * No heading stands twice: what comes back to a group stands where it was begun.
 * @param wires how many it calls over
 */
export function sectionsOf(records: ParamRecord, wires: number, values: Readonly<Record<string, unknown>>): readonly SectionContent[] {
  const sections: { title: string; policy: string | null; params: string[]; group: string | undefined }[] = [];
  for (const [name, param] of Object.entries(records)) {
    if ((param.whenCalling && wires === 0) || (param.severalWires && wires < 2) || !matters(param.where, records, values)) continue;
    const last = sections.at(-1);
    const begun = last?.group === param.group ? last : sections.find(({ title }) => title === param.group);
    if (param.type === 'policy') sections.push({ title: param.label, policy: name, params: [], group: param.group });
    else if (begun) begun.params.push(name);
    else sections.push({ title: param.group ?? '', policy: null, params: [name], group: param.group });
  }
  return sections;
}

/** Everything that can be tuned about the chosen component, in the arm that is edited. */
export function Inspector() {
  const scenario = useDocument((state) => state.scenario);
  const id = useSession((state) => state.component);
  const arm = useSession((state) => state.arm);
  const scope = useSession((state) => state.scope);
  const [asked, setAsked] = useState<string | null>(null);
  const { choose } = useSession.getState();
  const moment = usePlayhead();
  const here = scope === 'from-here' ? moment : 0;
  const components = useMemo(
    () => (scope === 'whole-run' ? planOf(scenario, arm).components : componentsAt(scenario, arm, here)),
    [scenario, arm, scope, here],
  );
  const component = components[id] ?? Object.values(components)[0];
  const description = component && componentOf(component.kind);
  const editing = useEditing();
  const arms = useSeenArms();
  const described = useCode((state) => state.described);
  if (!component || !description) return <p className={classes.empty}>Choose a component to see its controls.</p>;
  const wires = wiresOf(component.calls).length;
  const several = Object.keys(components).length > 1;
  return (
    <div className={classes.inspector}>
      <div className={classes.kind}>
        {description.title}
        <Suspense>
          <ComponentMenu id={id} />
        </Suspense>
      </div>
      <h2 className={several ? 'visually-hidden' : classes.name}>{titleIn(components, id)}</h2>
      {several && (
        <Select
          aria-label="Component"
          variant="unstyled"
          size="sm"
          classNames={{ input: classes.name }}
          data={Object.keys(components).map((value) => ({ value, label: titleIn(components, value) }))}
          value={id}
          title={titleIn(components, id)}
          allowDeselect={false}
          onChange={(next) => next && choose({ component: next })}
        />
      )}
      <p className={classes.summary}>{description.summary}</p>
      <SegmentedControl
        fullWidth
        size="xs"
        value={scope}
        aria-label="What an edit changes"
        data={[
          { value: 'whole-run', label: 'Whole run' },
          { value: 'from-here', label: `From ${formatClock(moment, true)} on` },
        ]}
        onChange={(next) => choose({ scope: next as typeof scope })}
      />
      {arms.length > 1 && (
        <p className={classes.target}>
          Edits go to <b>{arms.find((each) => each.id === arm)?.title}</b>
          {arm === 'base' ? ' and to all arms without a value of their own' : ''}.
        </p>
      )}
      {description.presets === 'whole' || (description.presets && asked === id) ? (
        <Suspense>
          <Presets key={id} id={id} components={components} />
        </Suspense>
      ) : (
        description.presets &&
        wires > 0 && (
          <UnstyledButton className={classes.more} onClick={() => setAsked(id)}>
            Call as a product does by default…
          </UnstyledButton>
        )
      )}
      {sectionsOf(description.params, wires, component).map((content) => (
        <Section
          // two may have one title; an algorithm of the scenario's own has parameters once its code has run
          key={`${id} ${namesIn(content)[0]} ${described}`}
          path={id}
          content={content}
          records={description.params}
          values={valuesOf(description.params, component)}
          editing={editing}
          differs={arms.length > 1 && namesIn(content).some((name) => differsByArm(scenario, `${id}.${name}`))}
        />
      ))}
      <Notes kind={description.id} />
    </div>
  );
}

function valuesOf(records: ParamRecord, raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(records).map(([name, param]: [string, Param]) => [name, effective(param, raw[name])]));
}

/** Edits the document as the session says: which arm, and from when. */
function useEditing(): Editing {
  /** The moment at which the gesture under way began to edit the future [ms]. */
  const from = useRef<{ gesture: string | undefined; at: number } | null>(null);
  return useMemo(
    () => ({
      set(path, value, gesture) {
        const { arm, scope } = useSession.getState();
        const { edit } = useDocument.getState();
        if (scope === 'whole-run') {
          edit((document) => withParam(document, arm, path, value, 'whole-run'), gesture);
          return;
        }
        playhead.pause();
        if (!from.current || gesture === undefined || from.current.gesture !== gesture)
          from.current = { gesture, at: Math.round(playhead.now) };
        const { at } = from.current;
        edit((document) => withParam(document, arm, path, value, { from: at }), gesture);
      },
      settle() {
        from.current = null;
        useDocument.getState().settle();
      },
    }),
    [],
  );
}
