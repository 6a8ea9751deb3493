import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './tools/vite/content-security-policy.ts';
import { iifeText } from './tools/vite/iife-text.ts';
import { leanSimulation } from './tools/vite/lean-simulation.ts';
import { librarySearch } from './tools/vite/library-search.ts';
import { offline } from './tools/vite/offline.ts';
import { renderedLessons } from './tools/vite/rendered-lessons.ts';
import { staticPages } from './tools/vite/static-pages.ts';

export default defineConfig({
  // relative, so that dist/ can be served under any path
  base: './',
  plugins: [react(), renderedLessons(), librarySearch(), iifeText(), contentSecurityPolicy(), staticPages(), offline()],
  worker: { format: 'es', plugins: () => [leanSimulation()] },
  // nothing is inlined: the page's policy allows no data: fonts
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    // what every visit loads is one chunk: left alone it falls into one for every set of pages that shares a module,
    // dozens of files that compress worse the more is loaded on demand
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'page', test: /[\\/]src[\\/]main\.tsx$/ }] } } },
  },
});
