import { atPointer } from '#src/base/json.ts';
import { type Instant, MINUTE } from '#src/base/time.ts';
import type { Source, Unit } from '#src/domain/runbook/model/metric.ts';
import type { HttpAnswer } from '#src/ports/http.ts';
import { NothingThere, Unmeasured } from './unmeasured.ts';

/** The number at the pointer, as the source delivers it; for `age` the milliseconds since the moment there. */
export function readJson(
  answer: HttpAnswer,
  { pointer }: Source & { readonly kind: 'json' },
  { unit, now }: { readonly unit: Unit; readonly now: Instant },
): number {
  const value = atPointer(parse(answer.text), pointer);
  const place = pointer === '' ? 'the answer' : pointer;
  if (value === undefined || value === null || value === '') throw new NothingThere(`nothing stands at ${place}`);
  if (unit === 'age') return ageOf(value, now, place);
  const number = toNumber(value);
  if (number === undefined) throw new Unmeasured(`${place} holds ${show(value)}, not a number`);
  return number;
}

/** The age of a moment: ISO 8601, or seconds or milliseconds since 1970. Throws `Unmeasured` for a moment to come. */
export function ageOf(value: unknown, now: Instant, place: string): number {
  const number = toNumber(value);
  const at = number === undefined ? momentOf(value) : number < SECONDS_BELOW ? number * 1_000 : number;
  if (at === undefined) throw new Unmeasured(`${place} holds ${show(value)}, not a moment`);
  if (at > now + CLOCK_SKEW_MS) throw new Unmeasured(`${place} holds ${show(value)}, which is yet to come`);
  return Math.max(0, now - at);
}

/** Milliseconds reached this in 1973; seconds reach it in the year 5138. */
const SECONDS_BELOW = 1e11;
const CLOCK_SKEW_MS = 5 * MINUTE;
/** Without a zone a moment is anybody's guess. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function momentOf(value: unknown): Instant | undefined {
  if (typeof value !== 'string' || !MOMENT.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'string') return NUMBER.test(value.trim()) ? toNumber(Number(value)) : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unmeasured('what came is not JSON');
  }
}

const SHOWN_CHARS_MAX = 40;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}...` : text;
}
