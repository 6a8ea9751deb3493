import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './ui/kit.css';
import './ui/app.css';
import './ui/sheet.css';
import './ui/touch.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './ui/App.tsx';
import { begin } from './ui/address/begin.ts';
import { keepChallenge } from './ui/challenge/challenge.ts';
import { startSimulating } from './ui/samples/simulate.ts';
import { keepPace } from './ui/store/pacing.ts';
import { keepFollowing } from './ui/story/followStory.ts';
import { revealStep } from './ui/story/goToStep.ts';
import { keepAsking, keepVeil } from './ui/story/veil.ts';

// the workers warm up, and the first run goes on, while the page is put together
startSimulating();
void begin().then(() => {
  keepPace();
  keepVeil();
  keepFollowing();
  keepAsking((step) => revealStep(step, true));
  keepChallenge();
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  // it works offline from the second visit on; where that is forbidden it works online
  navigator.serviceWorker.register('./sw.js').catch(() => {});
}
