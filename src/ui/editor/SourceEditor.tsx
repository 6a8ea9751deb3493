import Editor from '@monaco-editor/react';
import { policyOf } from '../../scenario/descriptions.ts';
import classes from './Editor.module.css';
import { EDITOR_OPTIONS } from './editorOptions.ts';
import './monaco.ts';
import { sourceOf } from './sources.ts';
import { useMonacoTheme } from './useMonacoTheme.ts';

/** A built-in algorithm as it is written, to read. */
export function SourceEditor({ seam, policy }: { seam: string; policy: string }) {
  const theme = useMonacoTheme();
  const title = policyOf(seam, policy)?.title ?? policy;
  return (
    <>
      <Editor
        path={`read/${seam}/${policy}.ts`}
        defaultLanguage="typescript"
        value={sourceOf(seam, policy) ?? '// There is no source of that name.'}
        theme={theme}
        options={{ ...EDITOR_OPTIONS, readOnly: true, domReadOnly: true, ariaLabel: `The source of ${title}`, quickSuggestions: false }}
        loading="The editor is loading …"
      />
      <div className={classes.status}>
        <span className={classes.said}>
          src/sim/policy/{seam}/{policy}.ts, as it runs here.
        </span>
      </div>
    </>
  );
}
