import type { EventData } from '#src/domain/events.ts';
import type { Freeze } from '#src/domain/runbook/model/calendar.ts';

type Named = Pick<Freeze, 'id' | 'reason'>;
type Days = Pick<Freeze, 'from' | 'to'>;

/** `FRZ-1: production of Shop is frozen from 2026-12-20 to 2027-01-02: Christmas trade` */
export function sayFrozen(title: string, { id, from, to, reason }: Named & Days): string {
  return `${id}: production of ${title} is frozen ${sayDays({ from, to })}: ${reason}`;
}

export function sayDays({ from, to }: Days): string {
  return from === to ? `on ${from}` : `from ${from} to ${to}`;
}

/** `FRZ-1 (Christmas trade) has ended: All is sold` */
export function sayEnded({ id, reason }: Named, why: string): string {
  return `${id} (${reason}) has ended: ${why}`;
}

/** What the release channel hears of it. `was`: why it was set. */
export function sayTold(title: string, told: EventData<'freeze.told'>, was: string | null): string {
  const { id, what, to, reason, by } = told;
  const who = by === null ? '' : ` (<@${by}>)`;
  if (what === 'set') return `❄ ${sayFrozen(title, told)}${who}. /release freeze end ${id} REASON ends it.`;
  if (what === 'begun')
    return `❄ ${id} (${was}) has begun: production of ${title} is frozen until the end of ${to}. /release freeze end ${id} REASON ends it.`;
  if (what === 'ended') return `❄ ${sayEnded({ id, reason: was }, reason ?? '')}${who}.`;
  return `❄ ${id} (${was}) is over: ${to} was its last day.`;
}
