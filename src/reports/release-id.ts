import type { Instant } from '#src/base/time.ts';

export type ReleaseIdRequest = {
  /** The product's pattern, for example `rel-YYYY-MM-NNN`; null: the run's own id. */
  readonly pattern: string | null;
  /** `REL-12` */
  readonly run: string;
  readonly startedAt: Instant;
  readonly zone: string;
};

/**
 * The number of a run as the product's records carry it: year, month and day of its start in the product's zone, and the
 * run's own number for the N, with leading zeros and never cut. So it is as unique as the run's id.
 */
export function releaseId({ pattern, run, startedAt, zone }: ReleaseIdRequest): string {
  if (pattern === null) return run;
  const [year = '', month = '', day = ''] = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
    .format(startedAt)
    .split('-');
  const number = /\d+$/.exec(run)?.[0] ?? run;
  return pattern
    .replace('YYYY', year)
    .replace('MM', month)
    .replace('DD', day)
    .replace(/N+/, place => number.padStart(place.length, '0'));
}
