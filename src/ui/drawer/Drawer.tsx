import { ActionIcon, UnstyledButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, lazy, type PointerEvent, Suspense } from 'react';
import { RunStatus } from '../samples/RunStatus.tsx';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { revealIfAsked, useVeil } from '../story/goToStep.ts';
import { isMet, views } from '../view/views.ts';
import classes from './Drawer.module.css';

/** What the views show, loaded when they are first opened. */
const contents = new Map(views.map(({ id, load }) => [id, lazy(load)]));

/** What wants more room than a chart: single requests, and every number. */
export function Drawer() {
  const wanted = useSession((state) => state.drawer);
  const components = useDocument((state) => state.scenario.components);
  const tabs = views.filter((view) => isMet(view, components));
  const open = tabs.some(({ id }) => id === wanted) ? wanted : null;
  const Content = open && contents.get(open);
  const veiled = useVeil();
  const { choose } = useSession.getState();
  const [height, setHeight] = useLocalStorage<number | null>({ key: 'goodput.drawer', defaultValue: null });
  return (
    <section
      className={classes.drawer}
      aria-label="Details"
      data-open={open !== null || undefined}
      style={open && height !== null ? { height: within(height) } : undefined}
    >
      {open && <Edge onHeight={setHeight} />}
      <div className={classes.bar}>
        <div className={classes.tabs} role="tablist" aria-label="Details">
          {tabs.map(({ id, label, help = label, key }) => (
            <UnstyledButton
              key={id}
              role="tab"
              className={classes.tab}
              title={`${help} (${key})`}
              aria-selected={open === id}
              onClick={() => choose({ drawer: open === id ? null : id })}
            >
              {label}
            </UnstyledButton>
          ))}
        </div>
        <span className={classes.status}>
          <RunStatus />
        </span>
        {open && (
          <ActionIcon variant="subtle" color="gray" size={22} aria-label="Close" onClick={() => choose({ drawer: null })}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {open && Content && (
        <div className={classes.body} role="tabpanel" aria-label={open}>
          {veiled ? (
            <p className={classes.veiled}>
              This answers the question.{' '}
              <button type="button" className="text-button" onClick={revealIfAsked}>
                Show anyway
              </button>
            </p>
          ) : (
            <Suspense fallback={null}>
              <Content />
            </Suspense>
          )}
        </div>
      )}
    </section>
  );
}

/** The least that shows anything, and what the picture above keeps [px]. */
const LEAST = 212;
const PICTURE = 406;
const STEP = 24;

function within(height: number): number {
  return Math.round(Math.min(Math.max(LEAST, window.innerHeight - PICTURE), Math.max(LEAST, height)));
}

/** The upper edge, to be dragged or moved by keys. */
function Edge({ onHeight }: { onHeight(height: number | null): void }) {
  const heightOf = (edge: HTMLElement) => edge.parentElement?.offsetHeight ?? LEAST;
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const { currentTarget } = event;
    if (!currentTarget.hasPointerCapture(event.pointerId)) return;
    onHeight(within((currentTarget.parentElement?.getBoundingClientRect().bottom ?? 0) - event.clientY));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === 'ArrowUp' ? STEP : event.key === 'ArrowDown' ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onHeight(within(heightOf(event.currentTarget) + by));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      className={classes.edge}
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the details"
      aria-valuemin={LEAST}
      aria-valuemax={Math.max(LEAST, window.innerHeight - PICTURE)}
      aria-valuenow={LEAST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onHeight(null)}
      onKeyDown={onKeyDown}
    />
  );
}
