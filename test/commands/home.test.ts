import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY } from '#src/base/time.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { filesOf } from '../runbook/support.ts';
import { declaredSev1, resolved } from './support/incident-journey.ts';
import { asked, prepared } from './support/journey.ts';
import { picture } from './support/picture.ts';
import { createWorld, messageOf, modalOf, textOf } from './support/world.ts';

test('the home tab shows what waits for me, what is on, and who is on call', async () => {
  const world = await declaredSev1();
  await world.say('U0ANA', 'task Call the bank <@U0OPS|li>');
  await world.say('U0ANA', 'handover <@U0OPS|li>');
  await prepared(world);
  expect(picture(messageOf(await world.home('U0OPS')))).toMatchInlineSnapshot(`
    "(3 waiting for you, 1 open incidents, 1 running releases.)
    # Waiting for you
    Command of *INC-1* (checkout down) is offered to you: accept or decline in the direct message, or /incident lead INC-1
    ☐ Call the bank · task 1 of *INC-1*
    *REL-1* Shop 1.3.0 minor waits for you: look at its thread, or /release status REL-1
    # Open incidents
    SEV1 · *INC-1* · checkout down · investigating · commander <@U0ANA> · declared {24. 12:00}
    # Running releases
    *REL-1* · Shop 1.3.0 minor · running, go-no-go · captain <@U0ANA> · started {24. 12:00}
    # On call now
    Shop · Operations: Li until 20:00"
  `);
});

test('a go/no-go waits for those who have not voted, and for nobody else', async () => {
  const world = await declaredSev1();
  await asked(world);
  const waiting = async (user: string) => textOf(messageOf(await world.home(user))).includes('waits for you: look');
  expect(await waiting('U0PO')).toBe(true);
  expect(await waiting('U0OPS')).toBe(false);
});

test('with nothing to show it says how to begin', async () => {
  const world = await declaredSev1();
  await resolved(world);
  const home = textOf(messageOf(await world.home('U0OPS2')));
  expect(home).toContain('_Nothing waits for you._');
  expect(home).toContain('_No incident is open. /incident declare opens one._');
});

test('a postmortem past its day stands there until it is reviewed', async () => {
  const world = await declaredSev1();
  await resolved(world);
  const overdue = async () => textOf(messageOf(await world.home('U0PO'))).includes('Overdue postmortems');
  expect(await overdue()).toBe(false);
  world.pass(3 * DAY, 'INC-1');
  expect(await overdue()).toBe(true);
  world.tell({ type: 'postmortem-written', name: 'p.md', hash: 'h', permalink: null }, 'INC-1');
  await world.say('U0ANA', 'postmortem inc-1 reviewed');
  expect(await overdue()).toBe(false);
});

test('a private incident is there for those who take part and for nobody else, wherever it is looked for', async () => {
  const world = await declaredSev1();
  const form = modalOf(await world.shortcut('U0ANA', 'incident.declare'));
  await world.send('U0ANA', form, { title: 'A leak', 'incident.declare-severity': 'SEV1', flags: ['private'] });
  await world.say('U0ANA', 'task INC-2 Ask legal <@U0PO|po>');
  for (const [user, sees] of [
    ['U0ANA', true],
    ['U0OPS', false],
    ['U0PO', false],
  ] as const) {
    for (const shown of [await world.home(user), await world.say(user, 'list', 'C0ELSE')])
      expect(textOf(messageOf(shown)).includes('INC-2'), user).toBe(sees);
    const status = await world.say(user, 'status INC-2', 'C0ELSE');
    expect(status.kind, user).toBe(sees ? 'say' : 'refusal');
  }
  expect(await world.say('U0OPS', 'status INC-2', 'C0ELSE')).toMatchObject({ code: 'run.absent' });
  expect((await world.say('U0OPS', 'status INC-2', 'C0SECRET')).kind).toBe('say');
});

test('[W8] it says whether the calendar of a product is open, and which releases are planned', async () => {
  const loaded = loadProducts(filesOf(join(import.meta.dirname, '../scenarios/products'), 'windows'));
  const world = createWorld({ loaded, defaultProduct: 'windows' });
  await world.type('U0CAP', 'start minor at next-window');
  const home = textOf(messageOf(await world.home('U0PO')));
  expect(home).toContain('Windows · ⛔ *Closed now*: outside the windows (Tue, Thu 20:00-22:00)');
  expect(home).toMatch(/REL-1.*planned for <!date\^1795546800/);
});
