import { z } from 'zod';
import { type Instant, MINUTE, SECOND, sayDuration } from '#src/base/time.ts';
import type { HttpAnswer } from '#src/ports/http.ts';
import { NothingThere, Unmeasured } from './unmeasured.ts';

/** A value and the moment it was true, as Prometheus says it. */
export type Point = { readonly at: Instant; readonly text: string };

/** Seconds since 1970 and a number as text, because JSON has no NaN. */
const Pair = z.tuple([z.number(), z.string()]);
const Series = z.object({
  metric: z.record(z.string(), z.string()),
  value: Pair.optional(),
  values: z.array(Pair).optional(),
});
type Series = z.infer<typeof Series>;

const Told = z.array(z.string()).nullish();
const Answer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
  z.object({
    status: z.literal('success'),
    warnings: Told,
    infos: Told,
    /** VictoriaMetrics says it so. */
    isPartial: z.boolean().nullish(),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal(['scalar', 'string']), result: Pair }),
      z.object({ resultType: z.literal(['vector', 'matrix']), result: z.array(Series) }),
    ]),
  }),
]);
type Data = Extract<z.infer<typeof Answer>, { status: 'success' }>['data'];

/** The one point of an instant query. Throws `Unmeasured` where there is none, or not just one. */
export function onePoint(answer: HttpAnswer): Point {
  const data = dataOf(answer);
  switch (data.resultType) {
    case 'scalar':
      return pointOf(data.result);
    case 'vector': {
      const { value } = oneSeries(data.result);
      // A native histogram has no `value`.
      if (!value) throw new Unmeasured('the query gives a histogram: take one number out of it');
      return pointOf(value);
    }
    default:
      throw new Unmeasured(`the query gives ${KINDS[data.resultType]}, not one number`);
  }
}

/** The points of a range query, oldest first. Throws `Unmeasured` where there are none, or several series. */
export function manyPoints(answer: HttpAnswer): readonly Point[] {
  const data = dataOf(answer);
  if (data.resultType !== 'matrix')
    throw new Unmeasured(`the query over a stretch of time gives ${KINDS[data.resultType]}`);
  const { values = [] } = oneSeries(data.result);
  if (values.length === 0) throw new Unmeasured('the query gives a histogram: take one number out of it');
  return values.map(pointOf);
}

const KINDS = {
  scalar: 'a number',
  string: 'a text',
  vector: 'series of one moment',
  matrix: 'series over time: leave out the [range], or put a function around it',
} as const;

/**
 * The number of a point. Throws `Unmeasured` for NaN and infinity: mostly a division by nothing, which too few samples
 * may explain.
 */
export function numberOf({ text }: Point): number {
  const value = /^[+-]?inf$/i.test(text) ? Number.POSITIVE_INFINITY : Number(text === '' ? Number.NaN : text);
  if (!Number.isFinite(value)) throw new Unmeasured(`Prometheus says ${text}`, { samples: 'uncounted' });
  return value;
}

/** Prometheus looks no further back either. */
const STALE_MS = 5 * MINUTE;

/** Throws `Unmeasured` for a figure of another time: an old answer, or two clocks that disagree. */
export function refuseStale({ at }: Point, now: Instant): void {
  if (now - at > STALE_MS) throw new Unmeasured(`the figure is stale: it is of ${sayDuration(now - at)} ago`);
  if (at - now > STALE_MS)
    throw new Unmeasured(`the figure is of ${sayDuration(at - now)} from now: the clocks disagree`);
}

function dataOf(answer: HttpAnswer): Data {
  const read = Answer.safeParse(parsed(answer));
  if (!read.success) {
    if (answer.status !== 200) throw new Unmeasured(`HTTP ${answer.status}`);
    throw new Unmeasured('what came is no answer of Prometheus: look at prometheus.url');
  }
  const said = read.data;
  if (said.status === 'error') throw new Unmeasured(`HTTP ${answer.status}, ${said.errorType}: ${cut(said.error)}`);
  if (answer.status !== 200) throw new Unmeasured(`HTTP ${answer.status}`);
  const doubts = [...(said.warnings ?? []), ...(said.infos ?? []).filter(info => PARTIAL.test(info))];
  if (doubts.length > 0) throw new Unmeasured(`the answer is partial: ${cut(doubts.join('; '))}`);
  if (said.isPartial) throw new Unmeasured('the answer is partial');
  return said.data;
}

/** A warning says that the value cannot be trusted; an info mostly how the query could be written better. */
const PARTIAL = /partial|missing|incomplete|unavailable|timed? ?out/i;

function parsed({ status, text }: HttpAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unmeasured(status === 200 ? 'what came is not JSON' : `HTTP ${status}`);
  }
}

const NAMED_MAX = 3;

function oneSeries(series: readonly Series[]): Series {
  const [one, ...others] = series;
  if (!one) throw new NothingThere('the query gives nothing: no series matches', { samples: 'uncounted' });
  if (others.length === 0) return one;
  const named = series.slice(0, NAMED_MAX).map(sayLabels).join(', ');
  const more = series.length > NAMED_MAX ? ', ...' : '';
  throw new Unmeasured(`${series.length} series where one is expected: ${cut(`${named}${more}`)}`);
}

function sayLabels({ metric }: Series): string {
  const labels = Object.entries(metric).filter(([name]) => name !== '__name__');
  return `${metric['__name__'] ?? ''}{${labels.map(([name, value]) => `${name}="${value}"`).join(',')}}`;
}

function pointOf([seconds, text]: readonly [number, string]): Point {
  return { at: Math.round(seconds * SECOND), text };
}

const SAID_CHARS_MAX = 200;

function cut(text: string): string {
  return text.length > SAID_CHARS_MAX ? `${text.slice(0, SAID_CHARS_MAX)}...` : text;
}
