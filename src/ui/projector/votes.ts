import { create } from 'zustand';

/** Hands counted at the choices of the steps' questions, as long as the page is open. */
export const useVotes = create<{ byStep: Readonly<Record<string, readonly number[]>> }>()(() => ({ byStep: {} }));

/** Names a step of a scenario. */
export const stepKey = (title: string, step: number) => `${title} ${step}`;

export function setVotes(key: string, choice: number, count: number): void {
  useVotes.setState(({ byStep }) => {
    const votes = [...(byStep[key] ?? [])];
    votes[choice] = Math.max(0, Math.min(9_999, count));
    return { byStep: { ...byStep, [key]: Array.from(votes, (each) => each ?? 0) } };
  });
}
