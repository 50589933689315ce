import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { accepted, declaredSev1, resolved, standing, suspected } from '../commands/support/incident-journey.ts';
import { loadIncidentShop } from '../commands/support/incident-shop.ts';
import { picture } from '../commands/support/picture.ts';
import { createWorld, labels, textOf } from '../commands/support/world.ts';

test('[B3] the card of a fresh incident: what it is, who leads, who is called, what is due, what can be done', async () => {
  const world = await declaredSev1();
  suspected(world);
  expect(picture(world.named('card'))).toMatchInlineSnapshot(`
    "(SEV1 INC-1 (checkout down): investigating. IC <@U0ANA>. No update yet · Next update due {24. 12:10}.)
    # 🔴 SEV1 · INC-1 · checkout down · Investigating
    *Investigating* · IC <@U0ANA> · Declared {24. 12:00} by <@U0ANA>
    Product: Shop · Owner: Operations <@U0OPS>, <@U0OPS2> · Taking part: <@U0ANA>
    Page to the owner of the service (Operations): requested {24. 12:00}, *not accepted by PagerDuty yet*
    Impact: _nobody has said what users feel yet_
    No update yet · Next update due {24. 12:10}
    *Suspects*: released lately
    • *REL-7* Shop 4.18.0 minor · in production since {24. 11:40} · was completed
    [Roll back REL-7 4.18.0…]
      Releases of Shop are held until it is resolved.
    [Throttle the traffic…] [Tell the users]
    [I have it]
    [Post update] [Hand over…] [Severity…] [Page…] [Mitigated] [⋯ Note or decision… | Task… | Title… | Timeline | Resolve…]"
  `);
});

test('mitigated it offers what comes next, and says how sure that is', async () => {
  const world = await declaredSev1();
  await world.say('U0OPS', 'acknowledge');
  await world.say('U0ANA', 'update About 30 % of checkouts fail');
  await world.say('U0ANA', 'mitigated');
  expect(picture(world.named('card'))).toMatchInlineSnapshot(`
    "(SEV1 INC-1 (checkout down): mitigated. IC <@U0ANA>. Last update {24. 12:00} · Next update due {24. 12:10}.)
    # 🔴 SEV1 · INC-1 · checkout down · Mitigated
    *Mitigated* · IC <@U0ANA> · Declared {24. 12:00} by <@U0ANA>
    Product: Shop · Owner: Operations <@U0OPS>, <@U0OPS2> · Taking part: <@U0ANA>, <@U0OPS>
    Page to the owner of the service (Operations): acknowledged by <@U0OPS> {24. 12:00}
    Impact: _nobody has said what users feel yet_
    Last update {24. 12:00} · Next update due {24. 12:10}
    *Mitigated* {24. 12:00}: users feel it no more, as far as is known.
      Releases of Shop are held until it is resolved.
    [Throttle the traffic…] [Tell the users]
    [Post update] [Resolve…] [Active again…] [Follow-up…] [Hand over…] [⋯ Note or decision… | Task… | Title… | Timeline]"
  `);
});

test('resolved it says by whom and how, and what is still to be done', async () => {
  const world = await declaredSev1();
  await world.say('U0ANA', 'task Alarm on a slow bank <@U0OPS|li>');
  await resolved(world);
  expect(picture(world.named('card'))).toMatchInlineSnapshot(`
    "(SEV1 INC-1 (checkout down): resolved. IC <@U0ANA>. No update yet. Impact: 30 % of checkouts for 20 min)
    # ✅ SEV1 · INC-1 · checkout down · Resolved
    *Resolved* · IC <@U0ANA> · Declared {24. 12:00} by <@U0ANA>
    Product: Shop · Owner: Operations <@U0OPS>, <@U0OPS2> · Taking part: <@U0ANA>
    Page to the owner of the service (Operations): over since {24. 12:00} (ended with the incident)
    Impact: 30 % of checkouts for 20 min
    No update yet
    *Mitigated* {24. 12:00}: users feel it no more, as far as is known.
    *Resolved* {24. 12:00} by <@U0ANA>: The bank answers again
    Accepted without stable figures by <@U0ANA>: The graph is flat
    *Tasks*
    ☐ Alarm on a slow bank – <@U0OPS>
    *Postmortem*: its draft is being written · draft · owner <@U0ANA> · due {26. 12:00}
    [Postmortem…] [Follow-up…] [Reopen…] [⋯ Note or decision… | Task… | Title… | Timeline]"
  `);
});

test('[X9] each state of a page is said as it is, and nothing beyond it', async () => {
  const world = await declaredSev1();
  const line = () =>
    textOf(world.named('card'))
      .split('\n')
      .find(one => one.startsWith('Page to'))
      ?.replace(/<!date[^|]*\|\w+ [\d-]+ (\d\d:\d\d) UTC>/g, '$1');
  const to = 'Page to the owner of the service (Operations): ';
  expect(line()).toBe(`${to}requested 12:00, *not accepted by PagerDuty yet*`);
  accepted(world);
  expect(line()).toBe(`${to}accepted by PagerDuty 12:00, *not acknowledged yet*`);
  standing(world, 'triggered', { assigned: ['Li'] });
  expect(line()).toBe(
    `${to}accepted by PagerDuty 12:00, *not acknowledged yet*; it is open, assigned to Li (looked 12:00)`,
  );
  standing(world, 'acknowledged', { by: '<@U0OPS>' });
  expect(line()).toBe(`${to}acknowledged by <@U0OPS> 12:00`);
  standing(world, 'resolved', { by: 'Li Wei' });
  expect(line()).toBe(
    `${to}over since 12:00, was acknowledged by <@U0OPS> (resolved at the provider by Li Wei; the incident here stays open)`,
  );
});

test('[X9] a page nobody acknowledges in time says which second way was taken, and that it is still not acknowledged', async () => {
  const world = await declaredSev1(
    loadIncidentShop(
      text => text,
      product => product.replace(/escalation:[\s\S]*$/, ''),
    ),
  );
  accepted(world);
  world.pass(6 * MINUTE, 'INC-1');
  const card = textOf(world.named('card'));
  expect(card).toContain('*not acknowledged yet* · second way since ');
  expect(card).toContain('(not acknowledged for 5 min): direct messages to <@U0OPS>, <@U0OPS2>, <@U0ANA>');
  expect(labels(world.named('card'))).toContain('I have it');
});

test('[X9] a page that was accepted and opened nothing is FAILED, whatever the provider had answered', async () => {
  const world = await declaredSev1();
  accepted(world);
  standing(world, 'absent');
  const card = textOf(world.named('card'));
  expect(card).toContain('*FAILED*');
  expect(card).toContain('the provider accepted the page and opened no incident');
  expect(card).toContain('direct messages to <@U0OPS>, <@U0OPS2>, <@U0ANA>');
});

test('[X9] where no pager is named the card says loudly that nobody was paged, and who got a message', async () => {
  const world = await declaredSev1(
    loadIncidentShop(
      text => text,
      product => product.replace('calls: [commander, ops, service-owner]', 'calls: [commander, ops]'),
    ),
  );
  expect(textOf(world.named('card'))).toContain(
    '*Page: NOBODY was paged*, no pager is named for the commander, Operations. Told by direct message: <@U0OPS>, <@U0OPS2>.',
  );
  expect(labels(world.named('card'))).not.toContain('I have it');
});

test('a severity that pages nobody says so', async () => {
  const world = createWorld({ loaded: loadIncidentShop() });
  await world.say('U0ANA', 'declare sev3 a little slow');
  expect(textOf(world.named('card'))).toContain(
    'Page: nobody, SEV3 pages nobody. Told by direct message: <@U0OPS>, <@U0OPS2>.',
  );
});

test('[X2] the card shows when the next update is due, that it is due, and that it was missed', async () => {
  const world = await declaredSev1();
  expect(textOf(world.named('card'))).toMatch(/No update yet · Next update due <!date\^1795522200\^/);
  world.pass(11 * MINUTE, 'INC-1');
  expect(textOf(world.named('card'))).toContain('No update yet · *Update due* since <!date^1795522200^');
  world.pass(10 * MINUTE, 'INC-1');
  expect(textOf(world.named('card'))).toContain('*Update missed*, it was due <!date^1795522200^');
  await world.say('U0ANA', 'update Still looking');
  expect(textOf(world.named('card'))).toMatch(
    /Last update <!date\^1795522860\^[^>]*> · Next update due <!date\^1795523460\^/,
  );
});

test('[H1] a higher severity is suggested with its figures and one press to set it, and is never set by itself', async () => {
  const world = createWorld({ loaded: loadIncidentShop() });
  await world.say('U0ANA', 'declare sev2 checkout slow');
  for (let turn = 0; turn < 10; turn += 1) world.sweep({ 'error-rate': 0.08, health: true, queue: 3 }, 'live', 'INC-1');
  const card = world.named('card');
  expect(world.incident().severity).toBe('SEV2');
  expect(textOf(card)).toMatch(/⚠ \*SEV1 is suggested\* since .*: SEV1: Error rate 8 %/);
  await world.press('U0OPS', card, 'Set SEV1');
  expect(world.incident().severity).toBe('SEV1');
  expect(textOf(world.named('card'))).not.toContain('is suggested');
  expect(world.story('INC-1')).toContain('⚑ *SEV1* instead of SEV2 by <@U0OPS>: SEV1: Error rate 8 %');
});

test('[X5] recent releases stand as suspects, each with its own rollback where the severity offers it', async () => {
  const world = await declaredSev1();
  suspected(world);
  expect(textOf(world.named('card'))).toContain('• *REL-7* Shop 4.18.0 minor · in production since <!date^1795520400^');
  expect(labels(world.named('card'))).toContain('Roll back REL-7 4.18.0…');
  await world.say('U0ANA', 'sev sev2');
  expect(textOf(world.named('card'))).toContain('REL-7');
  expect(labels(world.named('card'))).not.toContain('Roll back REL-7 4.18.0…');
});

test('a private incident is marked, and its channel is its own', async () => {
  const world = createWorld({ loaded: loadIncidentShop() });
  const form = await world.shortcut('U0ANA', 'incident.declare');
  if (form.kind !== 'modal') throw new Error('no form');
  await world.send('U0ANA', form.view, { title: 'A leak', 'incident.declare-severity': 'SEV1', flags: ['private'] });
  expect(world.incident().channel).toBe('C0SECRET');
  expect(textOf(world.named('card'))).toContain('PRIVATE · SEV1 · INC-1 · A leak');
});
