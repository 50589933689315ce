import { parseDuration } from '#src/base/time.ts';
import type { Input, InputValue } from '#src/domain/runbook/model/terms.ts';
import type { FieldText } from '../schema/input.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, tell, whenOf } from './context.ts';

/** An input, a field of `ask`: checked against its own type, so that nobody finds out in the modal. */
export function inputOf(context: Context, path: Path, name: string, text: FieldText): Input {
  const options = (text.options ?? []).map(String);
  const says = (message: string, hint: string, key: string) => tell(context, [...path, key], { message, hint });
  if (text.type === 'choice' && options.length === 0) says('a choice without options', 'write options: [a, b]', 'type');
  if (text.type !== 'choice' && options.length > 0) says(`options on a ${text.type}`, 'write type: choice', 'options');
  if (text.changed && text.type !== 'yes-no')
    says(`changed on a ${text.type}`, 'git answers yes or no: write type: yes-no', 'changed');
  if (text.pattern !== undefined && !isPattern(text.pattern))
    says(`"${text.pattern}" is no regular expression`, 'check its brackets', 'pattern');
  // Git answers a question that names what changed; nobody has to.
  const fallback = text.default ?? (text.changed ? 'no' : null);
  const wrong = fallback === null ? undefined : wrongDefault(text.type, fallback, options);
  if (wrong)
    says(`the default ${JSON.stringify(fallback)} is not ${wrong}`, 'write one that is, or leave it out', 'default');
  return {
    name,
    type: text.type,
    ask: text.ask ?? `${name.replaceAll('-', ' ')}?`,
    options,
    pattern: text.pattern ?? null,
    default: fallback,
    when: whenOf(text.when),
    changed: text.changed ?? [],
  };
}

function wrongDefault(type: FieldText['type'], value: InputValue, options: readonly string[]): string | undefined {
  if (type === 'list') return Array.isArray(value) ? undefined : 'a list';
  if (type === 'number') return typeof value === 'number' ? undefined : 'a number';
  if (type === 'yes-no') return value === 'yes' || value === 'no' ? undefined : 'yes or no';
  if (type === 'choice') return options.includes(String(value)) ? undefined : `one of ${options.join(', ')}`;
  if (type === 'duration') return parseDuration(String(value)) ? undefined : 'a duration such as 15m';
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? undefined : 'a date such as "2026-11-24"';
  return typeof value === 'object' ? 'a text' : undefined;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
