import { suggest } from '#src/base/nearest.ts';
import { malformed, names, resolveUrl } from '#src/domain/runbook/template.ts';
import { type Context, notYet, tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { ROLLBACK, WAVE } from './template-names.ts';
import type { Templated } from './texts.ts';

/** Every name of a text is known where it stands, and a secret stands only where it may. */
export function lintText(context: Context, { text, path, place }: Templated, known: readonly string[]): void {
  const unreadable = malformed(text);
  if (unreadable !== undefined) {
    tell(context, path, {
      message: `${unreadable} cannot be read`,
      hint: 'write one name between the braces, for example ${{ inputs.version }}',
    });
    return;
  }
  for (const name of names(text)) {
    if (!name.startsWith('secrets.')) lintName(context, { name, path, known });
    else if (place !== 'header') {
      tell(context, path, {
        message: `a secret (${name}) stands in a ${place === 'word' ? 'command' : place}`,
        hint: 'secrets may only stand in headers and in env',
      });
    }
  }
  if (place !== 'url' || text === '') return;
  const tried = resolveUrl(text, name => (name.startsWith('vars.') ? 'http://host' : 'x'));
  if (!tried.ok && !tried.name.startsWith('secrets.'))
    tell(context, path, { message: tried.problem, hint: 'write the address, or a var that holds it' });
  else if (tried.ok && !/^https?:\/\//.test(tried.value)) {
    tell(context, path, { message: `"${text}" is no address`, hint: 'begin it with http://, https:// or a var' });
  }
}

export function lintName(
  context: Context,
  { name, path, known }: { name: string; path: Path; known: readonly string[] },
): void {
  if (known.includes(name)) return;
  const inIncident = known.some(one => one.startsWith('incident.'));
  if (!inIncident && /^(?:service|incident)\./.test(name)) {
    notYet(context, path, `the name ${name}`, 'error');
    return;
  }
  tell(context, path, { message: `nothing here is called ${name}`, hint: whereItIs(name, known) });
}

function whereItIs(name: string, known: readonly string[]): string {
  if (WAVE.includes(name)) return 'waves exist only inside shift';
  if (ROLLBACK.includes(name)) return 'it exists only in rollback and finally';
  // `version` where `run.version` is meant: the end of exactly one known name.
  const longer = known.filter(one => one.endsWith(`.${name}`));
  if (longer.length === 1) return `did you mean "${longer[0]}"?`;
  return suggest(name, known);
}
