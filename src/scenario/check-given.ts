import { type Check, oneOf, plain } from './check.ts';
import { missed } from './check-yours.ts';
import { componentOf } from './descriptions.ts';
import { canBeGiven, isGiven } from './given-paths.ts';
import { type Components, targetOf } from './setting.ts';

/** What goals take as given, or do not, must be there in the base. */
export function checkGiven(check: Check, where: string, path: string, components: Components): void {
  if (canBeGiven(components, path)) return;
  const target = targetOf(components, path);
  if (target.kind === 'component') check.problem(where, plain(`there is no component ${path}`), oneOf(path, Object.keys(components)));
  else if (target.kind === 'nowhere' && target.options.length > 0)
    check.problem(where, plain(target.reason), oneOf(missed(components, path), target.options));
  else check.problem(where, path, 'a component, or a parameter, the calls or the routine of one, as checkout.servers');
}

/** What is taken as given as a whole cannot be free in part. */
export function checkFree(check: Check, where: string, path: string, components: Components): void {
  checkGiven(check, where, path, components);
  const [id, name, ...rest] = path.split('.');
  const description = Object.hasOwn(components, id) && componentOf(components[id].kind);
  if (rest.length > 0 && description && isGiven(description, name))
    check.problem(where, path, `${id}.${name}, which is taken as given as a whole`, { kind: 'value', value: `${id}.${name}` });
}
