import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';
import { CALENDAR_TOKEN } from '../support/world/start-bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/windows');
const AFTERNOON = Date.parse('2026-11-24T15:00:00+01:00');
const NIGHT = Date.parse('2026-11-24T23:00:00+01:00');
const TEN_PERCENT = 'kubectl set weight canary-service 10';

test('[W8] outside the window a release waits, says why and until when, and goes on by itself at 20:00, also after a crash', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  await world.type('U0CAP', '/release start minor');
  await world.press('U0CAP', 'Go');
  await world.press('U0PO', 'Go');

  expect(world.commands()).toEqual([]);
  const told = world.thread().join('\n');
  expect(told).toContain(
    '“Rollout” is outside the calendar now: outside the windows (Tue, Thu 20:00-22:00); Peak traffic',
  );
  expect(told).toContain('Tue 2026-11-24 20:00 CET');
  expect(told).toContain('It may be opened before for this release by Product owner <@U0PO> and On-call <@U0DUTY>');
  expect(world.card()).toContain('⛔ *Closed*');
  expect(world.card()).toContain('Waiting for: the window to open');

  await world.wind('3h');
  await world.kill();
  await world.passWithoutBot('1h');
  await world.restart();
  await world.wind('58m');
  expect(world.commands()).toEqual([]);
  await world.wind('2m');
  expect(world.commands()).toEqual([TEN_PERCENT]);
  expect(world.card()).toContain('Window open until');
});

test('[W8] outside the window product owner and on-call open it for this release, each with a reason, on record', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: NIGHT });
  await world.type('U0CAP', '/release start minor');
  await world.press('U0CAP', 'Go');
  await world.press('U0PO', 'Go');
  expect((await world.ask('U0CAP', 'Open the window…')).text).toContain('is for Product owner or On-call');
  await world.type('U0CAP', '/release status');
  expect(await world.fill('U0PO', 'Open the window…', { reason: 'The customer waits' })).toBe('');
  expect(world.commands()).toEqual([]);
  expect(world.card()).toContain('<@U0PO> (Product owner) opened it: The customer waits');
  expect(world.card()).toContain('by On-call <@U0DUTY>');
  expect(await world.fill('U0DUTY', 'Open the window…', { reason: 'I watch it' })).toBe('');
  expect(world.commands()).toEqual([TEN_PERCENT]);
  const given = (await world.timeline()).flatMap(fact =>
    fact.type === 'override.given' ? [[fact.actor, fact.data]] : [],
  );
  expect(given).toMatchObject([
    [{ user: 'U0PO' }, { what: 'calendar:outside', reason: 'The customer waits', roles: ['product-owner'] }],
    [{ user: 'U0DUTY' }, { what: 'calendar:outside', reason: 'I watch it', roles: ['on-call'] }],
  ]);
});

test('[W8] a release is planned for the next window, moved with all its instants shown, and everybody is asked again', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  const started = await world.type('U0CAP', '/release start minor at next-window');
  expect(started.text).toContain('T is Tue 2026-11-24 20:00 CET (for you <!date^');
  expect(world.thread().join('\n')).toContain('*Preparation* (19 h late)');
  await world.wind('4h');
  await world.press('U0CAP', 'Go');

  const { modal } = await world.type('U0CAP', '/release move next-window');
  const shown = JSON.stringify(modal);
  expect(shown).toContain('T moves from Tue 2026-11-24 20:00 CET to *Thu 2026-11-26 20:00 CET');
  expect(shown).toContain('Rollout: Thu 2026-11-26 20:00 CET');
  expect(shown).toContain('Go or no-go: has begun, and goes on');
  expect(await world.submit('U0CAP', { reason: 'The customer asked' })).toBe('');
  const thread = world.thread().join('\n');
  expect(thread).toContain('T moves to');
  expect(thread).toContain('Every vote is asked again: T moved to Thu 2026-11-26 20:00 CET');

  await world.press('U0CAP', 'Go');
  await world.press('U0PO', 'Go');
  await world.wind('48h');
  await world.wind('59m');
  expect(world.commands()).toEqual([]);
  await world.wind('1m');
  expect(world.commands()).toEqual([TEN_PERCENT]);
  expect((await world.type('U0CAP', '/release move 23:00')).text).toContain('is in production already');
});

test('[W8] a freeze set from Slack is told to open releases at once, voids their votes, survives a crash, and ends', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  await world.type('U0CAP', '/release start minor at 20:00');
  await world.wind('4h');
  await world.press('U0CAP', 'Go');

  expect((await world.type('U0DUTY', '/release freeze today..Fri Flood')).text).toContain('is for Product owner');
  expect((await world.type('U0PO', '/release freeze today..Fri')).text).toContain('needs a reason');
  expect((await world.type('U0PO', '/release freeze today..Fri Flood in the data centre')).text).toContain(
    'FRZ-1 freezes',
  );
  const thread = world.thread().join('\n');
  expect(thread).toContain(
    'FRZ-1: production of Windows is frozen from 2026-11-24 to 2026-11-27: Flood in the data centre (<@U0PO>)',
  );
  expect(thread).toContain('Every vote is asked again');
  expect(world.card()).toContain('frozen 2026-11-24 to 2026-11-27: Flood in the data centre');

  await world.kill();
  await world.restart();
  const calendar = (await world.type('U0CAP', '/release calendar')).text;
  expect(calendar).toContain('*Closed now*');
  expect(calendar).toContain('FRZ-1, set by <@U0PO>');
  expect(calendar).toContain('2026-12-20 to 2027-01-02: Christmas trade (product.yml)');
  expect(calendar).toContain('T = Tue 2026-11-24 20:00 CET');
  await world.type('U0CAP', '/release start minor');
  expect((await world.run('REL-2')).freezes).toMatchObject([{ id: 'FRZ-1' }]);

  expect((await world.type('U0PO', '/release freeze end FRZ-1 The water is gone')).text).toContain('FRZ-1 has ended');
  expect((await world.run()).freezes).toEqual([]);
  expect((await world.type('U0PO', '/release freeze end FRZ-1 Again')).text).toContain('no freeze FRZ-1');
  await world.press('U0CAP', 'Go', 'REL-1');
  await world.press('U0PO', 'Go', 'REL-1');
  await world.wind('1h');
  expect(world.commands()).toEqual([TEN_PERCENT]);
});

test('[W8] a calendar program reads windows, freezes and planned releases, the same each time, and nothing without the token', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  await world.type('U0CAP', '/release start minor at 20:00');
  await world.type('U0PO', '/release freeze 2026-11-30 Stocktaking, all day');

  expect((await world.feed('token=wrong')).status).toBe(404);
  expect((await world.feed(`token=${CALENDAR_TOKEN}&product=other`)).status).toBe(404);
  const answer = await world.feed(`token=${CALENDAR_TOKEN}&product=windows`);
  expect(answer.headers.get('content-type')).toContain('text/calendar');
  const text = await answer.text();
  const events = text.split('BEGIN:VEVENT').slice(1);
  const about = (uid: string) => events.find(event => event.includes(`UID:windows-${uid}`)) ?? '';
  expect(about('REL-1')).toContain('DTSTART:20261124T190000Z');
  expect(about('REL-1')).toContain('SUMMARY:Windows: REL-1');
  expect(about('freeze-FRZ-1')).toMatch(/DTSTART:20261129T230000Z\s+DTEND:20261130T230000Z/);
  expect(about('freeze-FRZ-1')).toContain('Stocktaking\\, all day');
  expect(about(`window-${Date.parse('2026-11-24T19:00:00Z')}`)).toContain('DTEND:20261124T210000Z');
  expect(about('freeze-2026-12-20-2027-01-02')).toContain('Christmas trade');

  await world.wind('10m');
  expect(await (await world.feed(`token=${CALENDAR_TOKEN}`)).text()).toBe(text);
});

test('[W8] [X5] by day an incident opens the peak hours to its own release, when its commander and the accountable agree', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  await world.type('U0DUTY', '/incident declare sev1 Nothing works', 'C0INCIDENTS');
  await world.fill('U0CAP', 'Release a fix…', {});
  expect(await world.run()).toMatchObject({ incident: 'INC-1', incidentHolds: true, heldBy: [] });
  await world.press('U0CAP', 'Go');
  await world.press('U0PO', 'Go');
  expect(world.card()).toContain(
    'Peak traffic (every day 08:00-18:00)” can be opened for this release by the commander of INC-1',
  );
  // Its commander is on call too, and answers both questions at once.
  expect(await world.fill('U0DUTY', 'Open the window…', { reason: 'It ends INC-1' }, 'REL-1')).toBe('');
  expect(world.commands()).toEqual([]);
  expect(await world.fill('U0PO', 'Open the window…', { reason: 'Agreed' }, 'REL-1')).toBe('');
  expect(world.commands()).toEqual([TEN_PERCENT]);

  // Another release gets in by no incident.
  await world.type('U0CAP', '/release start minor');
  expect((await world.run('REL-2')).incidentHolds).toBe(false);
});
