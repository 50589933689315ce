import { createHash, timingSafeEqual } from 'node:crypto';
import ical from 'ical-generator';
import type { CalendarEntry } from '#src/ports/calendar.ts';
import type { Route } from '#src/ports/route.ts';

export type CalendarParts = {
  /** Whoever has the address has the token: calendar programs can send nothing else. */
  readonly token: string;
  /** Null: there is no such product. */
  readonly read: (product: string | null) => Promise<readonly CalendarEntry[] | null>;
};

/** `GET /calendar.ics?token=…[&product=…]`: windows, freezes and planned releases, in UTC. A wrong token is told nothing. */
export function calendarRoute({ token, read }: CalendarParts): Route {
  return {
    path: '/calendar.ics',
    methods: ['GET', 'HEAD'],
    async handle(req, res) {
      const { searchParams } = new URL(req.url ?? '', 'http://localhost');
      const entries = isSame(searchParams.get('token') ?? '', token) ? await read(searchParams.get('product')) : null;
      if (entries === null) {
        res.writeHead(404, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end('not found\n');
        return;
      }
      res.writeHead(200, { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'no-store' });
      res.end(calendarText(entries));
    },
  };
}

/** Takes as long for a wrong token as for the right one. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

function calendarText(entries: readonly CalendarEntry[]): string {
  const calendar = ical({ name: 'gonogo', prodId: '-//gonogo//calendar//EN', ttl: 15 * 60 });
  for (const { uid, title, description, from, to } of entries)
    calendar.createEvent({
      id: uid,
      summary: title,
      description,
      start: new Date(from),
      end: new Date(to),
      stamp: new Date(from),
    });
  return calendar.toString();
}
