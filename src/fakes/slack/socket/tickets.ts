import { SECOND } from '#src/base/time.ts';
import type { Judge } from '../judge.ts';
import type { FakeClock } from '../options.ts';

/** An address is good this long. Slack says "short-lived" and names no number. */
const TICKET_LIFE_MS = 30 * SECOND;
const REMEMBERED_MAX = 1_000;

export type Tickets = ReturnType<typeof createTickets>;

/** What `apps.connections.open` gives out: each good for one connection, for a short while. */
export function createTickets(parts: { clock: FakeClock; newId: (kind: string) => string; judge: Judge }) {
  const { clock, newId, judge } = parts;
  const tickets = new Map<string, { readonly at: number; used: boolean }>();
  return {
    issue(): string {
      const id = newId('tkt');
      tickets.set(id, { at: clock.now(), used: false });
      const [oldest] = tickets.keys();
      if (tickets.size > REMEMBERED_MAX && oldest !== undefined) tickets.delete(oldest);
      return id;
    },
    /** Uses it up. Throws `Refused` when it is unknown, old or used. */
    take(id: string): void {
      const ticket = tickets.get(id);
      judge.require('ticket-known', ticket !== undefined, 'invalid_ticket');
      if (!ticket) return;
      judge.require('ticket-unused', !ticket.used, 'invalid_ticket');
      judge.require('ticket-fresh', clock.now() - ticket.at <= TICKET_LIFE_MS, 'invalid_ticket');
      ticket.used = true;
    },
  };
}
