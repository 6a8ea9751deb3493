import type { Edit } from 'jsonc-parser';
import { applyEdits } from 'jsonc-parser';
import { type Problem, ScenarioError, sentence } from '../../scenario/problem.ts';
import { parseScenario, readScenario } from '../../scenario/read.ts';
import { sameScenario } from '../../scenario/same-scenario.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { replacement, textEdits, valueChanges, withChanges } from '../../scenario/text-edits.ts';
import { documentOf, textOf } from '../../scenario/write.ts';

/** Where the text stands: an editor. */
export interface TextHolder {
  read(): string;
  /** Makes edits, one after the other, each in the text that the one before has left. */
  change(edits: readonly Edit[]): void;
}

/** Where the document stands that the text says. */
export interface DocumentHolder {
  scenario(): Scenario;
  edit(change: (scenario: Scenario) => Scenario, gesture: string): void;
  undo(): void;
  redo(): void;
}

/** Pauses in typing longer than this begin another step of undo [ms]. */
const BURST = 1_000;
/** Texts that are not sound are kept for so many steps back. */
const MOST_DRAFTS = 200;

/**
 * A scenario as text beside the same scenario on the page: each follows the other by the smallest edit. While the text is
 * not sound the page keeps the last scenario that was; what is changed on the page meanwhile is joined with the text once it
 * is sound again. One history: steps back lead through texts that were not sound, then through the document's own.
 */
export class ScenarioText {
  problems: readonly Problem[] = [];
  /** Sound or not, the text as it was before what was typed last. */
  private before: string;
  private drafts: string[] = [];
  private undone: string[] = [];
  private burst = 0;
  private typedAt = 0;
  private turn = 0;

  constructor(
    private readonly text: TextHolder,
    private readonly page: DocumentHolder,
    private readonly tell: () => void = () => {},
    /** What text and page both said last, where a text is gone on with. */
    private agreed: Scenario = page.scenario(),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.before = text.read();
  }

  /** A text that is left while it is not sound, to go on with. */
  left(): { text: string; agreed: Scenario } | null {
    return this.problems.length > 0 ? { text: this.text.read(), agreed: this.agreed } : null;
  }

  /** Somebody has changed the text. */
  async typed(): Promise<void> {
    const text = this.text.read();
    if (text === this.before) return;
    if (this.drafts.at(-1) !== this.before) this.drafts.push(this.before);
    if (this.drafts.length > MOST_DRAFTS) this.drafts.shift();
    this.undone = [];
    this.before = text;
    await this.understand(text);
  }

  /** The scenario has changed; by the text itself, or elsewhere on the page. */
  follow(): void {
    const scenario = this.page.scenario();
    if (this.problems.length > 0 || sameScenario(scenario, this.agreed)) return;
    const text = this.text.read();
    // what has been typed and is not understood yet comes first; it is joined then
    if (text !== this.before) return;
    this.write(this.editsTo(text, scenario));
    this.agreed = scenario;
    this.drafts = [];
    this.undone = [];
  }

  /** Whether a step back is one within texts that were not sound. */
  async undo(): Promise<void> {
    await this.typed();
    const draft = this.problems.length > 0 ? this.drafts.pop() : undefined;
    if (draft === undefined) {
      this.page.undo();
      this.follow();
      return;
    }
    this.undone.push(this.before);
    await this.goTo(draft);
  }

  async redo(): Promise<void> {
    await this.typed();
    const draft = this.undone.pop();
    if (draft === undefined) {
      this.page.redo();
      this.follow();
      return;
    }
    this.drafts.push(this.before);
    await this.goTo(draft);
  }

  private async goTo(text: string): Promise<void> {
    const edit = replacement(this.text.read(), text);
    this.write(edit ? [edit] : []);
    await this.understand(text);
  }

  private async understand(text: string): Promise<void> {
    const turn = ++this.turn;
    let said: Scenario;
    try {
      said = await parseScenario(text);
    } catch (error) {
      if (turn === this.turn) this.complain(error);
      return;
    }
    if (turn !== this.turn) return;
    this.problems = [];
    const { agreed } = this;
    const elsewhere = this.page.scenario();
    const joined = sameScenario(elsewhere, agreed) ? said : joinedWith(said, agreed, elsewhere);
    this.drafts = [];
    this.agreed = said;
    if (!sameScenario(joined, elsewhere)) {
      const now = this.now();
      if (now - this.typedAt > BURST) this.burst++;
      this.typedAt = now;
      this.page.edit(() => joined, `text ${this.burst}`);
    }
    this.follow();
    this.tell();
  }

  private complain(error: unknown): void {
    this.problems =
      error instanceof ScenarioError ? error.problems : [{ path: '', found: String(error), expected: 'a text that can be read' }];
    this.tell();
  }

  private write(edits: readonly Edit[]): void {
    this.text.change(edits);
    this.before = this.text.read();
  }

  /** Edits that make the text say a scenario: its smallest parts, or all of it where that would not do. */
  private editsTo(text: string, scenario: Scenario): readonly Edit[] {
    try {
      const edits = textEdits(text, valueChanges(documentOf(this.agreed), documentOf(scenario)));
      const changed = edits.reduce((before, edit) => applyEdits(before, [edit]), text);
      if (sameScenario(readScenario(JSON.parse(changed)), scenario)) return edits;
    } catch {
      // written in another way than the page writes
    }
    const whole = replacement(text, textOf(scenario));
    return whole ? [whole] : [];
  }
}

/** What the text says, with what has been changed on the page since both agreed; the text alone where that does not fit. */
function joinedWith(said: Scenario, agreed: Scenario, elsewhere: Scenario): Scenario {
  const joined = withChanges(documentOf(said), valueChanges(documentOf(agreed), documentOf(elsewhere)));
  try {
    return readScenario(joined);
  } catch {
    return said;
  }
}

/** A problem as an editor says it. */
export function wordsOf(problem: Problem): string {
  return problem.path.startsWith('line ') ? `Found ${problem.found}, expected ${problem.expected}` : sentence(problem);
}
