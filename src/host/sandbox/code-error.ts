/** What is wrong with code, or odd about it, and where. */
export interface CodeProblem {
  /** Id of the policy. */
  policy: string;
  /** Line of its source, from 1; null where it cannot be told. */
  line: number | null;
  message: string;
}

/** One line a person can act on. */
export function codeSentence({ policy, line, message }: CodeProblem): string {
  return `${policy}${line === null ? '' : `, line ${line}`}: ${message}`;
}

/** Code that cannot be used; `problems` says why. */
export class CodeError extends Error {
  constructor(readonly problems: readonly CodeProblem[]) {
    super(problems.map(codeSentence).join('\n'));
    this.name = 'CodeError';
  }
}
