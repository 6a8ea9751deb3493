import { policyOf } from '../scenario/descriptions.ts';
import { type Components, type Target, targetOf, titleIn } from '../scenario/setting.ts';
import type { Param } from '../sim/param/param.ts';
import { unitOf } from './param/sliderScale.ts';
import { formatQuantity } from './quantity.ts';

/** A setting in words: of which component, what, and what it is set to. */
export interface SettingWords {
  component: string;
  label: string;
  value: string;
  /** The value is a figure, which needs no colon before it. */
  figure: boolean;
}

/** What a setting says to somebody who reads no ids. */
export function settingWords(components: Components, path: string, value: unknown): SettingWords {
  const [id, , wire] = path.split('.');
  const target = targetOf(components, path);
  const component = titleIn(components, id);
  const words = (label: string, said: string): SettingWords => ({ component, label, value: said, figure: false });
  switch (target.kind) {
    case 'param':
      return {
        component: path.split('.')[1] === 'calls' ? `${component} to ${titleIn(components, wire)}` : component,
        label: target.param.label,
        value: paramValue(target.param, value),
        figure: typeof value === 'number',
      };
    case 'wires':
      return words('Calls', 'changed');
    case 'routine':
      return words('Steps of the work', 'changed');
    case 'title':
      return words('Name', String(value));
    case 'component':
    case 'wire':
      return words(target.kind === 'wire' ? `Wire to ${titleIn(components, wire)}` : 'Component', presence(components, target, value));
    case 'undescribed':
      return words(path.split('.').at(-1)!, typeof value === 'object' ? 'changed' : String(value));
    case 'nowhere':
      return words('Component', 'changed');
  }
}

function presence(components: Components, target: Target, value: unknown): string {
  if (value === null || value === undefined) return 'taken away';
  return target.kind === 'component' && Object.hasOwn(components, target.id) ? 'replaced' : 'added';
}

function paramValue(param: Param, value: unknown): string {
  switch (param.type) {
    case 'policy': {
      const { kind } = value as { kind?: string };
      return (kind && policyOf(param.seam, kind)?.title) || 'changed';
    }
    case 'flag':
      return value ? 'on' : 'off';
    case 'choice':
      return shortOf(param.options[String(value)] ?? 'changed');
    case 'list':
      return 'changed';
    case 'text':
      return String(value);
    default:
      if (typeof value === 'number') return formatQuantity(value, unitOf(param));
      return param.type === 'duration' && param.never ? param.never : 'none';
  }
}

/** A choice's label without the sentence that explains it. */
function shortOf(label: string): string {
  return label.split('. ')[0];
}

/** A label within a sentence; what is written in capitals stays so. */
export function within(label: string): string {
  return /^.[A-Z\d]/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
