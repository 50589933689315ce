import { describe, expect, test } from 'vitest';
import { offsetAt, stretches } from '#src/base/offsets.ts';
import { DAY, HOUR, MINUTE } from '#src/base/time.ts';
import { closuresAt } from '#src/domain/policy/calendar/closures.ts';
import { openings, opennessAt } from '#src/domain/policy/calendar/openness.ts';
import type { CalendarRules } from '#src/domain/runbook/model/calendar.ts';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2036, 0, 1);
const EVERY = [1, 2, 3, 4, 5, 6, 7];
const SUNDAY = [7];

function rules(change: Partial<CalendarRules>): CalendarRules {
  return { allow: [], deny: [], outside: null, freezes: [], onWindowEnd: 'finish-wave', ...change };
}
const window = (from: number, to: number, days = EVERY) => ({ days, from, to, text: 'x' });
const denied = (from: number, to: number) => ({ ...window(from, to), reason: null, unless: null });

/** Around the hours in which clocks change, across midnight, whole days, half hours, and a freeze. */
const CALENDARS: { readonly [name: string]: CalendarRules } = {
  'the hours clocks change in': rules({ allow: [window(30, 90), window(150, 210)] }),
  'across midnight': rules({ allow: [window(22 * 60, 150)] }),
  'an evening until 24:00': rules({ allow: [window(20 * 60, 24 * 60, SUNDAY)] }),
  'all day but its middle': rules({ deny: [denied(8 * 60, 18 * 60), denied(60, 130)] }),
  'a whole day': rules({ allow: [window(0, 24 * 60, SUNDAY)] }),
};

/**
 * Every change of the clocks in every zone, 2024 to 2035. Windows depend on when and by how much alone, so of zones that
 * change alike the windows are tried in one.
 */
const CHANGES = ZONES.flatMap(zone => [...stretches(FROM, TO, zone)].slice(1).map(({ from }) => ({ zone, at: from })));

const KINDS = [
  ...new Map(
    CHANGES.map(({ zone, at }) => [`${at} ${offsetAt(at - 1, zone)} ${offsetAt(at, zone)}`, { zone, at }]),
  ).values(),
];

describe('windows in every zone over every change of the clocks 2024-2035', () => {
  test('the changes are found at all: hundreds of zones, thousands of changes, and each is one', () => {
    expect(ZONES.length).toBeGreaterThan(400);
    expect(CHANGES.length).toBeGreaterThan(2_500);
    expect(KINDS.length).toBeGreaterThan(300);
    expect(CHANGES.filter(({ zone, at }) => offsetAt(at - 1, zone) === offsetAt(at, zone))).toEqual([]);
  });

  for (const [name, calendarRules] of Object.entries(CALENDARS)) {
    test(`[W8] ${name}: openings and closings alternate, and between them nothing differs from the clock on the wall`, () => {
      const wrong = KINDS.filter(({ zone, at }) => !partitions({ zone, rules: calendarRules }, at));
      expect(wrong.slice(0, 3)).toEqual([]);
    });
  }
});

/** Three days around a change: every half hour is as the wall says, and each boundary really is one. */
function partitions(calendar: { zone: string; rules: CalendarRules }, change: number): boolean {
  const from = change - 36 * HOUR;
  const to = change + 36 * HOUR;
  const found = openings(calendar, from, to);
  const inside = (at: number) => found.some(one => at >= one.from && (one.to === null || at < one.to));
  for (let at = from; at < to; at += 30 * MINUTE)
    if (inside(at) !== (closuresAt(calendar, at).length === 0)) return false;
  const edges = found.flatMap(one => [one.from, one.to ?? Number.POSITIVE_INFINITY]);
  if (!edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? 0))) return false;
  return edges.filter(edge => edge > from && edge < to).every(edge => isEdge(calendar, edge));
}

function isEdge(calendar: { zone: string; rules: CalendarRules }, at: number): boolean {
  return (closuresAt(calendar, at - 1).length === 0) !== (closuresAt(calendar, at).length === 0);
}

describe('the two nights of the year', () => {
  const calendar = { zone: 'Europe/Berlin', rules: rules({ allow: [window(120, 150)] }) };
  const utc = (text: string) => Date.parse(`${text}Z`);

  test('[W8] a window in the hour that does not exist does not open that night', () => {
    const found = openings(calendar, utc('2027-03-27T12:00'), utc('2027-03-29T12:00'));
    expect(found).toEqual([{ from: utc('2027-03-29T00:00'), to: utc('2027-03-29T00:30') }]);
  });

  test('[W8] a window in the hour that comes twice opens twice, as the wall shows it', () => {
    const found = openings(calendar, utc('2026-10-24T12:00'), utc('2026-10-25T12:00'));
    expect(found).toEqual([
      { from: utc('2026-10-25T00:00'), to: utc('2026-10-25T00:30') },
      { from: utc('2026-10-25T01:00'), to: utc('2026-10-25T01:30') },
    ]);
  });

  test('[W8] a window over the night of the change is an hour shorter or longer, and ends at its wall time', () => {
    const night = { zone: 'Europe/Berlin', rules: rules({ allow: [window(22 * 60, 6 * 60)] }) };
    const spring = opennessAt(night, utc('2027-03-27T22:00')).until;
    const autumn = opennessAt(night, utc('2026-10-24T22:00')).until;
    expect([spring, autumn]).toEqual([utc('2027-03-28T04:00'), utc('2026-10-25T05:00')]);
  });

  test('[W8] Lord Howe moves by half an hour, and its windows with it', () => {
    const island = { zone: 'Australia/Lord_Howe', rules: rules({ allow: [window(20 * 60, 22 * 60)] }) };
    const [before, after] = openings(island, utc('2026-10-03T00:00'), utc('2026-10-05T00:00'));
    expect((after?.from ?? 0) - (before?.from ?? 0)).toBe(DAY - 30 * MINUTE);
  });
});
