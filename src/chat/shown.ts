import type { Run } from '#src/domain/procedure/state.ts';
import type { Input, InputValue } from '#src/domain/runbook/model/terms.ts';
import { inert, link, mention, say } from './escape.ts';

/**
 * A text of the runbook with the values people gave in it: whoever was chosen as a person is mentioned, an address that was
 * asked for is a link, all else is text. `people`: who may be mentioned beside them.
 */
export function shown(run: Run, text: string, people: readonly (string | null)[] = []): string {
  const given = new Map(valuesGiven(run).map(([input, value]) => [inert(value), sayValue(input, value)]));
  if (given.size === 0) return say(text, people);
  const longestFirst = [...given.keys()].sort((a, b) => b.length - a.length).map(escapeRegExp);
  const values = new RegExp(`(?<![\\w@])(?:${longestFirst.join('|')})(?!\\w)`, 'g');
  return say(text, people).replace(values, value => given.get(value) ?? value);
}

function sayValue({ type }: Input, value: string): string {
  return type === 'user' ? mention(value) : link(value, value);
}

/** Persons and links: of what was asked at the start, and of what `ask` steps were answered. */
function valuesGiven(run: Run): readonly (readonly [Input, string])[] {
  const inputs = run.kind === 'release' ? run.runbook.inputs : [];
  const asked = run.runbook.phases
    .flatMap(phase => phase.steps)
    .flatMap(step => (step.verb === 'ask' ? given(step.fields, run.steps[step.id]?.outputs ?? {}) : []));
  return [...given(inputs, run.inputs), ...asked];
}

function given(inputs: readonly Input[], values: { readonly [name: string]: unknown }): readonly [Input, string][] {
  return inputs.flatMap((input): [Input, string][] => {
    const value = values[input.name] as InputValue | undefined;
    const shows = input.type === 'user' || input.type === 'link';
    return shows && typeof value === 'string' && value !== '' ? [[input, value]] : [];
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
