// @monaco-editor/react names the editor's types by a path that its package no longer exports
declare module 'monaco-editor/esm/vs/editor/editor.api' {
  export * from 'monaco-editor/editor';
}
