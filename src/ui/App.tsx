import { MantineProvider, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import classes from './App.module.css';
import { useSent } from './address/sent.ts';
import { Boundary } from './Boundary.tsx';
import { Pinned } from './challenge/Pinned.tsx';
import { ChartGrid } from './chart/ChartGrid.tsx';
import { PhoneChart } from './chart/PhoneChart.tsx';
import { Drawer } from './drawer/Drawer.tsx';
import { Header } from './header/Header.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { useKeys } from './keys/bindings.ts';
import { Landing } from './landing/Landing.tsx';
import { useLanding } from './landing/landing.ts';
import { Banner } from './samples/Banner.tsx';
import { useDocument } from './store/document.ts';
import { type Pane, useSession } from './store/session.ts';
import { Pointed } from './story/Pointed.tsx';
import { Story } from './story/Story.tsx';
import { theme } from './theme.ts';
import { Timeline } from './timeline/Timeline.tsx';
import { Topology } from './topology/Topology.tsx';

/** Dialogs come when they are first opened. */
const ShareDialog = lazy(() => import('./share/ShareDialog.tsx'));
const LibraryDialog = lazy(() => import('./library/LibraryDialog.tsx'));
const Projector = lazy(() => import('./projector/Projector.tsx'));
const RecordingDialog = lazy(() => import('./recordings/RecordingDialog.tsx'));
const KeyDialog = lazy(() => import('./keys/KeyDialog.tsx'));
const Palette = lazy(() => import('./build/Palette.tsx'));
const Canvas = lazy(() => import('./build/Canvas.tsx'));
const CodeConsent = lazy(() => import('./code/CodeConsent.tsx'));
const TextColumn = lazy(() => import('./editor/TextColumn.tsx'));
/** So does what is said of a link that somebody sent. */
const Received = lazy(() => import('./address/Received.tsx'));

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Screen />
    </MantineProvider>
  );
}

/** The landing or the workshop, and what lies over either. */
function Screen() {
  const landing = useLanding(({ shown }) => shown);
  const dialog = useSession((state) => state.dialog);
  const title = useDocument((state) => state.scenario.title);
  useDroppedFiles();
  useEffect(() => {
    document.title = title && !landing ? `${title} · Goodput` : 'Goodput';
  }, [title, landing]);
  return (
    <>
      {landing ? <Landing /> : <Workshop />}
      <Boundary key={dialog} what="This dialog">
        <Suspense>
          {dialog === 'library' && <LibraryDialog />}
          {dialog === 'keys' && <KeyDialog />}
          {dialog === 'share' && <ShareDialog />}
          {dialog === 'recording' && <RecordingDialog />}
        </Suspense>
      </Boundary>
    </>
  );
}

/** The page, or what it shows a room. */
function Workshop() {
  const presenting = useSession((state) => state.presenting);
  useKeys();
  if (!presenting) return <Page />;
  return (
    <Suspense>
      <Projector />
    </Suspense>
  );
}

function Page() {
  const pane = useSession((state) => state.pane);
  const drawer = useSession((state) => state.drawer);
  const text = useSession((state) => state.text);
  const building = useSession((state) => state.building);
  const hasCode = useDocument((state) => Object.keys(state.scenario.policies).length > 0);
  const sent = useSent();
  const { choose } = useSession.getState();
  return (
    <div
      className={classes.page}
      data-pane={pane}
      data-drawer={drawer ?? undefined}
      data-text={text ? '' : undefined}
      data-building={building || undefined}
    >
      <Header />
      <main className={classes.main}>
        {pane !== 'picture' && <PhoneChart />}
        {text ? (
          <section className={classes.story} aria-label="Text">
            <Boundary what="The text editor">
              <Suspense fallback={<p className={classes.loading}>The editor is loading …</p>}>
                <TextColumn />
              </Suspense>
            </Boundary>
          </section>
        ) : building ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
          <section className={classes.story} aria-label="Palette" tabIndex={0}>
            <Boundary what="The palette">
              <Suspense>
                <Palette />
              </Suspense>
            </Boundary>
          </section>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
          <section className={classes.story} aria-label="Story" tabIndex={0}>
            <Story />
          </section>
        )}
        <section className={classes.picture} aria-label="Picture">
          <Suspense>{sent && <Received />}</Suspense>
          <Suspense>{hasCode && <CodeConsent />}</Suspense>
          <Banner />
          <Pinned />
          {building ? (
            <Boundary what="The canvas">
              <Suspense fallback={<div className={classes.canvas} />}>
                <Canvas />
              </Suspense>
            </Boundary>
          ) : (
            <Topology />
          )}
          <ChartGrid />
          <Timeline />
        </section>
        <section className={classes.inspector} aria-label="Controls">
          <Inspector />
        </section>
        <Pointed />
      </main>
      <Drawer />
      <nav className={classes.panes} aria-label="Parts of the page">
        <SegmentedControl
          fullWidth
          size="sm"
          value={pane}
          onChange={(next) => choose({ pane: next as Pane })}
          data={[
            { value: 'story', label: text ? 'Text' : 'Story' },
            { value: 'picture', label: 'Picture' },
            { value: 'controls', label: 'Controls' },
          ]}
        />
      </nav>
    </div>
  );
}

/** A file dropped anywhere on the page is opened: a scenario, or somebody's traffic. */
function useDroppedFiles(): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void import('./library/openFile.ts').then(({ openFile }) => openFile(file));
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
}
