import { create } from 'zustand';
import { keep, kept } from '../address/storage.ts';

const KEY = 'goodput.ask-first';

/** Whether questions are asked before the picture answers them; kept on this device. */
export const useAskFirst = create<{ askFirst: boolean }>()(() => ({ askFirst: kept('localStorage', KEY) !== 'no' }));

export function setAskFirst(askFirst: boolean): void {
  useAskFirst.setState({ askFirst });
  keep('localStorage', KEY, askFirst ? 'yes' : 'no');
}
