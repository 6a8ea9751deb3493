import { Anchor, Button, Select } from '@mantine/core';
import { useState } from 'react';
import { componentOf } from '../../scenario/descriptions.ts';
import { withPreset } from '../../scenario/edit.ts';
import { type Preset, prose } from '../../scenario/prose.ts';
import { type Components, effective, titleIn } from '../../scenario/setting.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import classes from './Inspector.module.css';

/** Sets a component as somebody's product is set by default, once its summary has been read. */
export default function Presets({ id, components }: { id: string; components: Components }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const presets = presetsOf(components, id);
  if (presets.length === 0) return null;
  const present = presets.find((preset) => isSet(components, id, preset));
  const preset = presets.find((each) => each.id === chosen);
  /** Components that have the same preset under their own names. */
  const others = Object.keys(components).filter(
    (other) => other !== id && preset && !preset.about && presetOf(components, other, preset.id),
  );
  const apply = (ids: readonly string[]) => {
    const { arm, scope } = useSession.getState();
    const from = { from: Math.round(playhead.now) };
    if (scope === 'from-here') playhead.pause();
    const { edit, settle } = useDocument.getState();
    edit((document) =>
      ids.reduce(
        (edited, each) => withPreset(edited, arm, each, presetOf(components, each, chosen!)!, scope === 'whole-run' ? 'whole-run' : from),
        document,
      ),
    );
    settle();
    setChosen(null);
  };
  const titles = others.map((other) => titleIn(components, other));
  return (
    <section className={classes.section} aria-label="Preset">
      <h3 className={classes.heading}>Set as</h3>
      <Select
        size="xs"
        aria-label="Preset"
        placeholder="A product’s defaults…"
        data={presets.map((each) => ({ value: each.id, label: each.title }))}
        value={chosen ?? present?.id ?? null}
        comboboxProps={{ width: 280, position: 'bottom-end', shadow: 'sm' }}
        onChange={(next) => setChosen(next === present?.id ? null : next)}
      />
      {preset && (
        <>
          <p className={classes.about}>
            {preset.summary}
            {titles.length > 0 && ` It is made of two parts: ${titles.join(' and ')} can be set as it too.`}
          </p>
          <ul className={classes.sources}>
            {preset.sources.map(({ title, url }) => (
              <li key={url}>
                <Anchor href={url} target="_blank" rel="noreferrer" fz="inherit">
                  {title}
                </Anchor>
              </li>
            ))}
          </ul>
          <div className={classes.presetActions}>
            <Button onClick={() => apply([id, ...others])}>
              {others.length === 0 ? 'Apply' : others.length === 1 ? 'Apply to both' : 'Apply to all'}
            </Button>
            {others.length > 0 && (
              <Button variant="default" onClick={() => apply([id])}>
                Here only
              </Button>
            )}
            <Button variant="subtle" color="gray" onClick={() => setChosen(null)}>
              Cancel
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

/** Those that matter to it: how others are called does not where it calls nobody. */
function presetsOf(components: Components, id: string): readonly Preset[] {
  const records = componentOf(components[id].kind)?.params ?? {};
  const calls = wiresOf(components[id].calls).length > 0;
  const matters = ({ about = [] }: Preset) => calls || about.length === 0 || about.some((name) => !records[name].whenCalling);
  return (prose.presets[components[id].kind] ?? []).filter(matters);
}

function presetOf(components: Components, id: string, preset: string): Preset | undefined {
  return prose.presets[components[id].kind]?.find((each) => each.id === preset);
}

/** Whether a component is set as a preset says, to the last parameter that it is about. */
function isSet(components: Components, id: string, { values, about }: Preset): boolean {
  const records = componentOf(components[id].kind)?.params ?? {};
  return (about ?? Object.keys(records)).every(
    (name) => JSON.stringify(effective(records[name], values[name])) === JSON.stringify(effective(records[name], components[id][name])),
  );
}
