/** How an arm's lines look: a colour of its own set, disjoint from the outcome colours, and a dash of its own. */
export interface ArmStyle {
  color: string;
  dash: string | undefined;
}

const STYLES: readonly ArmStyle[] = [
  { color: 'var(--arm-1)', dash: undefined },
  { color: 'var(--arm-2)', dash: '6 3' },
  { color: 'var(--arm-3)', dash: '2 2.5' },
  { color: 'var(--arm-4)', dash: '9 3 2 3' },
  { color: 'var(--arm-5)', dash: '13 4' },
  { color: 'var(--arm-6)', dash: '4 2 1 2' },
];

/** What a lone sample is drawn as in an arm that is dashed, whose strokes end bluntly: no longer than the shortest first dash [px]. */
export const LONE_DASH = 2;

/** @param index place of the arm among all arms, the base first */
export function armStyle(index: number): ArmStyle {
  return STYLES[index % STYLES.length];
}

const VARIABLES = STYLES.map(({ color }) => ({ colour: color.slice('var('.length, -1) }));

/** The colour's variable, for a canvas. */
export function armVariable(index: number): { readonly colour: string } {
  return VARIABLES[index % VARIABLES.length];
}
