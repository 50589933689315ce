import { atPointer } from '#src/base/json.ts';
import type { HttpExpectation } from '#src/domain/runbook/model/step.ts';

/** Why an answer is not as expected, in a few words; null: it is. */
export function unmet(
  expect: HttpExpectation,
  answer: { readonly status: number; readonly text: string },
): string | null {
  const { status } = answer;
  if (expect.status === null ? status < 200 || status > 299 : status !== expect.status) {
    return `HTTP ${status}, expected ${expect.status ?? 'a 2xx'}`;
  }
  const pointers = Object.entries(expect.pointers);
  if (pointers.length === 0) return null;
  const body = parsed(answer.text);
  if (!body) return `HTTP ${status}, but what came is not JSON`;
  for (const [pointer, wanted] of pointers) {
    const came = atPointer(body.json, pointer);
    if (came !== wanted) return `HTTP ${status}, ${pointer} is ${say(came)}, expected ${say(wanted)}`;
  }
  return null;
}

const SAID_CHARS_MAX = 60;

function say(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > SAID_CHARS_MAX ? `${text.slice(0, SAID_CHARS_MAX)}...` : text;
}

function parsed(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return null;
  }
}
