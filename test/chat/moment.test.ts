import { expect, test } from 'vitest';
import { iso } from '#src/base/time.ts';
import { readDays, readMoment } from '#src/chat/moment.ts';
import { changeCalendar } from '../support/calendar.ts';

const BERLIN = 'Europe/Berlin';
/** Tuesday, 13:00 in Berlin. */
const NOON = Date.UTC(2026, 10, 24, 12);

function read(text: string, now = NOON, zone = BERLIN) {
  const moment = readMoment(text.split(' '), now, zone);
  return moment.ok ? iso(moment.at) : moment.problem;
}

test.each([
  ['20:00', '2026-11-24T19:00:00.000Z'],
  ['today 20:00', '2026-11-24T19:00:00.000Z'],
  ['tomorrow 8:30', '2026-11-25T07:30:00.000Z'],
  ['Tue 20:00', '2026-11-24T19:00:00.000Z'],
  ['tuesday 12:00', '2026-12-01T11:00:00.000Z'],
  ['Mon 20:00', '2026-11-30T19:00:00.000Z'],
  ['2026-11-26 20:00', '2026-11-26T19:00:00.000Z'],
  ['2026-11-26T20:00+00:00', '2026-11-26T20:00:00.000Z'],
  ['2026-11-26T20:00:05.500Z', '2026-11-26T20:00:05.500Z'],
])('at %s is %s', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test('it says how many words it took, so that what follows is read too', () => {
  expect(readMoment(['Tue', '20:00', 'flags=a'], NOON, BERLIN)).toMatchObject({ ok: true, words: 2 });
  expect(readMoment(['20:00', 'flags=a'], NOON, BERLIN)).toMatchObject({ ok: true, words: 1 });
});

test('a time that is past is refused with both times', () => {
  expect(read('12:00')).toMatch(/^Tue 2026-11-24 12:00 .* is past; it is Tue 2026-11-24 13:00/);
  expect(read('2026-11-01 20:00')).toContain('is past');
});

test('an hour the clocks repeat or leave out is refused, because nobody knows which is meant', () => {
  const march = Date.UTC(2026, 2, 28, 12);
  const october = Date.UTC(2026, 9, 24, 12);
  expect(read('Sun 02:30', march)).toContain('does not exist in Europe/Berlin');
  expect(read('Sun 02:30', october)).toContain('happens twice in Europe/Berlin');
  expect(read('2026-10-25T02:30+01:00', october)).toBe('2026-10-25T01:30:00.000Z');
});

test.each(['2026-02-31 20:00', '20 h', 'Tue', 'soon', '', '25:00', 'next-window'])(
  '%j is refused with examples',
  text => {
    expect(read(text)).toContain('Write for example 20:00');
  },
);

test('[W8] next-window is the next time the calendar opens, also while it is open now', () => {
  const calendar = { zone: BERLIN, rules: changeCalendar() };
  const at = (now: string) => {
    const moment = readMoment(['next-window'], Date.parse(now), BERLIN, calendar);
    return moment.ok ? iso(moment.at) : moment.problem;
  };
  expect(at('2026-11-24T12:00:00Z')).toBe('2026-11-24T19:00:00.000Z');
  expect(at('2026-11-24T20:00:00Z')).toBe('2026-11-26T19:00:00.000Z');
  expect(read('next-window')).toContain('This product has no windows in its calendar');
});

test('days of a freeze are read in the zone of the product, both included', () => {
  const days = (text: string) => readDays(text, NOON, BERLIN);
  expect(days('2026-12-20..2027-01-02')).toEqual({ ok: true, from: '2026-12-20', to: '2027-01-02' });
  expect(days('today..Fri')).toEqual({ ok: true, from: '2026-11-24', to: '2026-11-27' });
  expect(days('tomorrow')).toEqual({ ok: true, from: '2026-11-25', to: '2026-11-25' });
  expect(days('2026-02-30..2026-03-02')).toEqual({ ok: false, problem: '"2026-02-30" is not a day.' });
  expect(days('2026-12-02..2026-12-01')).toMatchObject({ problem: '2026-12-01 is before 2026-12-02.' });
  expect(days('2026-11-01')).toMatchObject({ problem: expect.stringContaining('is past') });
  expect(days('soon')).toMatchObject({ ok: false });
  expect(days('today..Fri..Sat')).toMatchObject({ ok: false });
});
