import Editor from '@monaco-editor/react';
import { useEffect, useRef, useState } from 'react';
import { placeOf } from '../../scenario/place.ts';
import type { Problem } from '../../scenario/problem.ts';
import { remedied } from '../../scenario/remedied.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { scenarioSchema } from '../../scenario/schema.ts';
import { textOf } from '../../scenario/write.ts';
import { useDocument } from '../store/document.ts';
import { EDITOR_OPTIONS } from './editorOptions.ts';
import { json, monaco } from './monaco.ts';
import { ScenarioText, wordsOf } from './ScenarioText.ts';
import { Status } from './Status.tsx';
import { useMonacoTheme } from './useMonacoTheme.ts';

/** Where the text of the scenario stands among the editor's. */
const FILE = 'scenario.json';
const OWNER = 'scenario';
/** Typing is understood so long after the last key [ms]. */
const TYPED = 250;
/** What is changed elsewhere is written so often at the most [ms]. */
const FOLLOWED = 80;

/** The scenario as JSON: what is typed runs, and what is changed elsewhere on the page is written here. */
export function ScenarioEditor() {
  const theme = useMonacoTheme();
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const initial = useRef(textOf(useDocument.getState().scenario));
  useEffect(() => (editor ? joined(editor, setProblems) : undefined), [editor]);
  return (
    <>
      <Editor
        path={FILE}
        defaultLanguage="json"
        defaultValue={initial.current}
        theme={theme}
        options={{ ...EDITOR_OPTIONS, ariaLabel: 'The scenario as JSON' }}
        onMount={setEditor}
        loading="The editor is loading …"
      />
      <Status
        problems={problems}
        onProblem={(problem) => {
          const model = editor?.getModel();
          if (!editor || !model) return;
          editor.setSelection(rangeOf(model, problem));
          editor.revealLineInCenterIfOutsideViewport(editor.getSelection()!.startLineNumber);
          editor.focus();
        }}
        onFormat={() => editor?.getAction('editor.action.formatDocument')?.run()}
      />
    </>
  );
}

/** A text that was not sound when it was closed: it is there again when it is opened. */
let unsound: { visit: string; text: string; agreed: Scenario } | null = null;

/** Keeps an editor and the page together until it is closed. */
function joined(editor: monaco.editor.IStandaloneCodeEditor, say: (problems: readonly Problem[]) => void): () => void {
  const model = editor.getModel()!;
  let typing = 0;
  let following = 0;
  let own = false;
  const { visit, edit, undo, redo } = useDocument.getState();
  const left = unsound?.visit === visit ? unsound : null;
  unsound = null;
  const text = new ScenarioText(
    {
      read: () => model.getValue(),
      change: (edits) => {
        own = true;
        for (const { offset, length, content } of edits)
          model.applyEdits([
            { range: monaco.Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + length)), text: content },
          ]);
        own = false;
      },
    },
    { scenario: () => useDocument.getState().scenario, edit, undo, redo },
    () => {
      mark(model, text.problems);
      say(text.problems);
    },
    left?.agreed,
  );
  const understand = () => {
    window.clearTimeout(typing);
    typing = 0;
    void text.typed();
  };
  offer(useDocument.getState().scenario);
  const ends = [
    model.onDidChangeContent(() => {
      if (own) return;
      window.clearTimeout(typing);
      typing = window.setTimeout(understand, TYPED);
    }),
    editor.onDidBlurEditorText(understand),
    editor.onKeyDown((event) => {
      const { browserEvent } = event;
      if (!browserEvent.ctrlKey && !browserEvent.metaKey) return;
      const key = browserEvent.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      // one history for text and page
      event.preventDefault();
      event.stopPropagation();
      window.clearTimeout(typing);
      void (key === 'y' || browserEvent.shiftKey ? text.redo() : text.undo());
    }),
    monaco.languages.registerCodeActionProvider('json', { provideCodeActions: (at, range) => remediesOf(at, range, model, text.problems) }),
  ];
  const unfollow = useDocument.subscribe(({ scenario, visit }, before) => {
    if (scenario === before.scenario && visit === before.visit) return;
    if (following !== 0) return;
    following = window.setTimeout(() => {
      following = 0;
      text.follow();
      offer(useDocument.getState().scenario);
    }, FOLLOWED);
  });
  if (left) {
    model.setValue(left.text);
    understand();
  }
  return () => {
    window.clearTimeout(following);
    if (typing !== 0) understand();
    unsound = text.left() && { visit, ...text.left()! };
    unfollow();
    for (const end of ends) end.dispose();
    monaco.editor.setModelMarkers(model, OWNER, []);
    model.dispose();
  };
}

/** Completion and hovers: the schema with the names that the scenario has. What is wrong, the page's own reading says better. */
function offer(scenario: Parameters<typeof scenarioSchema>[0]): void {
  json.jsonDefaults.setDiagnosticsOptions({
    validate: false,
    enableSchemaRequest: false,
    schemas: [{ uri: 'internal://scenario.schema.json', fileMatch: [FILE], schema: scenarioSchema(scenario) }],
  });
}

function rangeOf(model: monaco.editor.ITextModel, problem: Problem): monaco.Range {
  const { offset, length } = placeOf(model.getValue(), problem.path, problem.remedy?.kind === 'key' || problem.remedy?.kind === 'nothing');
  return monaco.Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + Math.max(1, length)));
}

function mark(model: monaco.editor.ITextModel, problems: readonly Problem[]): void {
  monaco.editor.setModelMarkers(
    model,
    OWNER,
    problems.map((problem) => ({ ...rangeOf(model, problem), message: wordsOf(problem), severity: monaco.MarkerSeverity.Error })),
  );
}

/** What can be done about the problems in a range. */
function remediesOf(
  at: monaco.editor.ITextModel,
  range: monaco.Range,
  model: monaco.editor.ITextModel,
  problems: readonly Problem[],
): monaco.languages.CodeActionList {
  const here = at === model ? problems.filter((problem) => monaco.Range.areIntersectingOrTouching(rangeOf(model, problem), range)) : [];
  const actions = here.flatMap((problem): monaco.languages.CodeAction[] => {
    const remedy = remedied(model.getValue(), problem);
    if (!remedy) return [];
    const edits = remedy.edits.map(({ offset, length, content }) => ({
      resource: model.uri,
      versionId: undefined,
      textEdit: { range: monaco.Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + length)), text: content },
    }));
    return [{ title: remedy.title, kind: 'quickfix', isPreferred: true, edit: { edits } }];
  });
  return { actions, dispose: () => {} };
}
