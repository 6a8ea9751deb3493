import type { monaco } from './monaco.ts';

/** How texts look and behave, all alike. */
export const EDITOR_OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  // a dimmed number of the last line is too faint to read
  renderFinalNewline: 'on',
  automaticLayout: true,
  minimap: { enabled: false },
  fontFamily: 'JetBrains Mono Variable, ui-monospace, monospace',
  fontSize: 12.5,
  lineHeight: 19,
  lineNumbersMinChars: 3,
  folding: true,
  glyphMargin: false,
  bracketPairColorization: { enabled: false },
  scrollBeyondLastLine: false,
  wordWrap: 'on',
  wrappingIndent: 'indent',
  tabSize: 2,
  fixedOverflowWidgets: true,
  renderLineHighlight: 'line',
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  quickSuggestions: { strings: true, other: true, comments: false },
  padding: { top: 8, bottom: 8 },
  // where the browser edits by itself, screen readers and input methods are served no better yet
  editContext: false,
};
