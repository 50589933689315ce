import { type Instant, MINUTE, SECOND } from '#src/base/time.ts';

/** Customers of one service: when they come, and what they want. */
export type Crowd = {
  /** When the requests of (from, to] happen, in their order. */
  moments(from: Instant, to: Instant): readonly Instant[];
  request(nth: number): { readonly method: 'GET' | 'POST'; readonly path: string };
};

/** Four a second: 60 in the 15 s of a sweep, 240 in the minute that a figure looks back on. */
const PER_SECOND = 4;
/** The time just before the end is what the next reading looks at, so it is never thinned. */
const DENSE_MS = 3 * MINUTE;
/** A night wound forward is not worth a hundred thousand requests: what lies further back is thinned to this many. */
const SPARSE_MAX = 600;
/** Every fifth request writes a document, the others read one. */
const WRITE_EVERY = 5;

/** Evenly through the day. */
export const DOCUMENT_READERS: Crowd = {
  moments: momentsOf,
  request: nth =>
    nth % WRITE_EVERY === 0 ? { method: 'POST', path: '/documents' } : { method: 'GET', path: `/documents/${nth}` },
};

/** Readers of trends, evenly too; the worker processes one item for each. */
export const TREND_READERS: Crowd = { moments: momentsOf, request: () => ({ method: 'GET', path: '/trends' }) };

/** When the requests of a span happen: dense before its end, thinned before that. */
export function momentsOf(from: Instant, to: Instant): readonly Instant[] {
  const denseFrom = Math.max(from, to - DENSE_MS);
  const sparse = Math.min(SPARSE_MAX, Math.floor(((denseFrom - from) / SECOND) * PER_SECOND));
  const dense = Math.floor(((to - denseFrom) / SECOND) * PER_SECOND);
  return [...evenly(from, denseFrom, sparse), ...evenly(denseFrom, to, dense)];
}

function evenly(from: Instant, to: Instant, count: number): Instant[] {
  return Array.from({ length: count }, (_, nth) => from + ((to - from) * (nth + 1)) / count);
}

/** Fifteen ask at once, every seven and a half seconds: more than ten a second, so that a limit is felt. */
const BURST = 15;
const BURST_EVERY_MS = 7_500;
const APART_MS = 5;
/** Further back only one burst in so many, and of a whole night not more than these. */
const SPARSE_EVERY = 8;
const BURSTS_MAX = 80;

/** They all ask at once, as after a meeting. */
export const QUESTIONERS: Crowd = {
  moments(from, to) {
    const bursts = burstsOf(from, to);
    return bursts.flatMap(at => Array.from({ length: BURST }, (_, nth) => at - (BURST - 1 - nth) * APART_MS));
  },
  request: nth =>
    nth % WRITE_EVERY === 0 ? { method: 'POST', path: '/index/upsert' } : { method: 'POST', path: '/answer' },
};

/** Bursts stand on a grid of their own, so that short spans add up to what one long one gives. */
function burstsOf(from: Instant, to: Instant): Instant[] {
  const first = Math.floor(from / BURST_EVERY_MS) + 1;
  const last = Math.floor(to / BURST_EVERY_MS);
  const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, nth) => first + nth);
  const kept = all.filter(nth => nth * BURST_EVERY_MS > to - DENSE_MS || nth % SPARSE_EVERY === 0);
  return kept.slice(-BURSTS_MAX).map(nth => nth * BURST_EVERY_MS);
}
