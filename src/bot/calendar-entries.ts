import type { Instant } from '#src/base/time.ts';
import { DAY, HOUR, MINUTE } from '#src/base/time.ts';
import { momentOn } from '#src/base/wall-time.ts';
import { AHEAD_MS, planned } from '#src/chat/calendar-lines.ts';
import type { Calendar } from '#src/domain/policy/calendar/closures.ts';
import { openings } from '#src/domain/policy/calendar/openness.ts';
import type { Freeze } from '#src/domain/runbook/model/calendar.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { CalendarEntry } from '#src/ports/calendar.ts';
import type { Store } from '#src/ports/store.ts';
import { calendarNow } from './calendars.ts';
import type { createRunbooks } from './runbooks.ts';

/** Windows so far back stay in the feed, for whoever looks at last week, and so do releases until they are over. */
const BACK_MS = 7 * DAY;
/** How long a release is drawn when nobody knows how long it takes. */
const RELEASE_MS = HOUR;

type Parts = { readonly store: Store; readonly runbooks: ReturnType<typeof createRunbooks>; readonly now: Instant };

/** What stands in the calendar feed: windows, freezes and planned releases, of one product or of all. */
export async function calendarEntries(
  { store, runbooks, now }: Parts,
  wanted: string | null,
): Promise<readonly CalendarEntry[] | null> {
  const products = runbooks.products().filter(one => one.types.length > 0 && (wanted === null || one.name === wanted));
  if (wanted !== null && products.length === 0) return null;
  const found = await Promise.all(
    products.map(async ({ name, types }) => {
      const product = runbooks.resolve(name, types[0]?.name ?? '', null)?.product;
      if (!product) return [];
      const calendar = await calendarNow(store, product);
      const runs = await store.runs({ kind: 'release', product: name, open: true });
      return [
        ...windows(product, calendar, now),
        ...freezes(product, calendar),
        ...releases(product, planned(runs, { from: now - BACK_MS, now })),
      ];
    }),
  );
  return found.flat();
}

/** Openings with an end; a calendar that is always open has nothing to show. */
function windows(product: Product, calendar: Calendar, now: Instant): readonly CalendarEntry[] {
  if (calendar.rules.allow.length === 0) return [];
  const start = now - BACK_MS;
  // One that had begun by then would be another at each look.
  return openings(calendar, start, now + AHEAD_MS).flatMap(({ from, to }) =>
    to === null || from === start
      ? []
      : [
          entry(product, `window-${from}`, {
            title: 'release window',
            description: 'Production may be touched.',
            from,
            to,
          }),
        ],
  );
}

function freezes(product: Product, { rules, zone }: Calendar): readonly CalendarEntry[] {
  return rules.freezes.map(freeze => {
    const from = momentOn(freeze.from, 0, zone);
    const to = momentOn(freeze.to, DAY / MINUTE, zone);
    const description = freeze.reason ?? 'Production is not touched.';
    return entry(product, `freeze-${nameOf(freeze)}`, { title: `frozen: ${description}`, description, from, to });
  });
}

function nameOf({ id, from, to }: Freeze): string {
  return id ?? `${from}-${to}`;
}

function releases(product: Product, all: ReturnType<typeof planned>): readonly CalendarEntry[] {
  return all.map(({ run, T }) =>
    entry(product, run.id, {
      title: `${run.id} ${run.version}`.trim(),
      description: run.title,
      from: T,
      to: T + RELEASE_MS,
    }),
  );
}

function entry(product: Product, key: string, rest: Omit<CalendarEntry, 'uid'>): CalendarEntry {
  return { uid: `${product.name}-${key}@gonogo`, ...rest, title: `${product.title}: ${rest.title}` };
}
