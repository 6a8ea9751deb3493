import { Button, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import Editor from '@monaco-editor/react';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CodeProblem } from '../../host/sandbox/code-error.ts';
import { allow, codeHash } from '../../host/sandbox/consent.ts';
import { LIMITS } from '../../scenario/limits.ts';
import { replacement } from '../../scenario/text-edits.ts';
import { useCode } from '../code/code.ts';
import { removePolicy } from '../code/ownPolicy.ts';
import { useDocument } from '../store/document.ts';
import { CONTRACT_OPTIONS, contractLibrary } from './contractLibrary.ts';
import classes from './Editor.module.css';
import { EDITOR_OPTIONS } from './editorOptions.ts';
import { monaco, typescript } from './monaco.ts';
import { CheckButton, PolicyCheck } from './PolicyCheck.tsx';
import { useMonacoTheme } from './useMonacoTheme.ts';

const OWNER = 'run';
/** Typing runs so long after the last key [ms]; after a longer pause it is another step of undo. */
const TYPED = 400;
const BURST = 1_500;

let prepared = false;

/** The contracts are there, and nothing of a browser. */
function prepare(): void {
  if (prepared) return;
  prepared = true;
  const { typescriptDefaults: defaults } = typescript;
  defaults.setCompilerOptions(CONTRACT_OPTIONS);
  for (const { path, text } of contractLibrary) defaults.addExtraLib(text, path);
  defaults.setEagerModelSync(true);
}

/** An algorithm of the scenario's own: what is typed runs, as an arm on the same traffic. */
export function PolicyEditor({ id }: { id: string }) {
  const theme = useMonacoTheme();
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const [source] = useState(() => useDocument.getState().scenario.policies[id]?.source ?? '');
  prepare();
  useEffect(() => (editor ? joined(editor, id) : undefined), [editor, id]);
  return (
    <>
      <div className={classes.text}>
        <Editor
          path={`own/${id}.ts`}
          defaultLanguage="typescript"
          defaultValue={source}
          theme={theme}
          options={{ ...EDITOR_OPTIONS, ariaLabel: `The source of ${id}` }}
          onMount={setEditor}
          loading="The editor is loading …"
        />
      </div>
      <PolicyCheck id={id} onLine={(line) => editor && goToLine(editor, line)} />
      <PolicyStatus id={id} editor={editor} />
    </>
  );
}

/** Keeps an editor and the scenario's code together until it is closed. */
function joined(editor: monaco.editor.IStandaloneCodeEditor, id: string): () => void {
  const model = editor.getModel()!;
  let timer = 0;
  let own = false;
  let burst = 0;
  let typedAt = 0;
  /** What was wrong before the text became too long; null while it is not. */
  let wrongBefore: readonly CodeProblem[] | null = null;
  const sourceNow = () => useDocument.getState().scenario.policies[id]?.source;
  const take = () => {
    window.clearTimeout(timer);
    timer = 0;
    const source = model.getValue();
    if (source.length > LIMITS.sourceLength) {
      wrongBefore ??= useCode.getState().problems;
      const most = `${source.length.toLocaleString('en')} characters, at most ${LIMITS.sourceLength.toLocaleString('en')} are kept and run`;
      useCode.setState({ problems: [{ policy: id, line: null, message: most }] });
      return;
    }
    if (wrongBefore) useCode.setState({ problems: wrongBefore });
    wrongBefore = null;
    if (source === sourceNow()) return;
    // whoever writes it has seen it
    allow(codeHash(source));
    if (performance.now() - typedAt > BURST) burst++;
    typedAt = performance.now();
    useDocument.getState().edit((document) => {
      const policy = document.policies[id];
      return policy ? { ...document, policies: { ...document.policies, [id]: { ...policy, source } } } : document;
    }, `code ${id} ${burst}`);
  };
  const follow = () => {
    const source = sourceNow();
    if (source === undefined || timer !== 0) return;
    const edit = replacement(model.getValue(), source);
    if (!edit) return;
    own = true;
    const range = monaco.Range.fromPositions(model.getPositionAt(edit.offset), model.getPositionAt(edit.offset + edit.length));
    model.applyEdits([{ range, text: edit.content }]);
    own = false;
  };
  const ends = [
    model.onDidChangeContent(() => {
      if (own) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(take, TYPED);
    }),
    editor.onDidBlurEditorText(take),
    editor.onKeyDown((key) => {
      const { browserEvent: event } = key;
      if ((!event.ctrlKey && !event.metaKey) || !['z', 'y'].includes(event.key.toLowerCase())) return;
      // one history for text and page
      key.preventDefault();
      key.stopPropagation();
      take();
      const { undo, redo } = useDocument.getState();
      if (event.key.toLowerCase() === 'y' || event.shiftKey) redo();
      else undo();
      follow();
    }),
  ];
  const unfollow = useDocument.subscribe(({ scenario }, before) => scenario !== before.scenario && follow());
  const mark = () => {
    const { problems, warnings } = useCode.getState();
    const at = (severity: monaco.MarkerSeverity) => (problem: CodeProblem) => {
      const line = Math.min(model.getLineCount(), problem.line ?? 1);
      return {
        startLineNumber: line,
        endLineNumber: line,
        startColumn: model.getLineFirstNonWhitespaceColumn(line) || 1,
        endColumn: model.getLineMaxColumn(line),
        message: problem.message,
        severity,
      };
    };
    const isOwn = ({ policy }: CodeProblem) => policy === id;
    monaco.editor.setModelMarkers(model, OWNER, [
      ...problems.filter(isOwn).map(at(monaco.MarkerSeverity.Error)),
      ...warnings.filter(isOwn).map(at(monaco.MarkerSeverity.Warning)),
    ]);
  };
  mark();
  const unmark = useCode.subscribe(mark);
  return () => {
    take();
    unfollow();
    unmark();
    for (const end of ends) end.dispose();
    model.dispose();
  };
}

function goToLine(editor: monaco.editor.IStandaloneCodeEditor, line: number): void {
  const lineNumber = Math.min(line, editor.getModel()?.getLineCount() ?? 1);
  editor.revealLineInCenterIfOutsideViewport(lineNumber);
  editor.setPosition({ lineNumber, column: 1 });
  editor.focus();
}

function PolicyStatus({ id, editor }: { id: string; editor: monaco.editor.IStandaloneCodeEditor | null }) {
  const problem = useCode(({ problems }) => problems.find(({ policy }) => policy === id || policy === ''));
  const touched = useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false });
  const waits = useCode(({ waiting }) => waiting.includes(id));
  return (
    <div className={classes.status} role="status">
      {problem ? (
        <>
          <IconAlertTriangle size={14} className={classes.bad} aria-hidden="true" />
          <div className={classes.said}>
            <UnstyledButton className={classes.problem} onClick={() => editor && goToLine(editor, problem.line ?? 1)}>
              {problem.line !== null && `Line ${problem.line}: `}
              {problem.message}
            </UnstyledButton>
            <div className={classes.meanwhile}>The picture shows the last code that worked.</div>
          </div>
        </>
      ) : (
        <>
          <IconCheck size={14} className={classes.good} aria-hidden="true" />
          <span className={classes.said}>
            {waits ? 'Not run yet: it waits for your consent.' : 'What you type runs at once, in a sandbox, on the same traffic.'}
            {touched && ' Writing is easier with a keyboard.'}
          </span>
        </>
      )}
      <CheckButton id={id} waits={waits} />
      <Button variant="default" onClick={() => removePolicy(id)}>
        Remove
      </Button>
    </div>
  );
}
