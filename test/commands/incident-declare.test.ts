import { expect, test } from 'vitest';
import { readSeverity } from '#commands/incident/declare-words.ts';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { loadIncidentShop } from './support/incident-shop.ts';
import { asked, CALM, soaking } from './support/journey.ts';
import { pictureOf } from './support/picture.ts';
import { createWorld, labels, messageOf, modalOf, NOON, textOf } from './support/world.ts';

const incidents = () => createWorld({ loaded: loadIncidentShop() });

test('[B2] /incident declare sev1 checkout down declares and pages at once, and claims no more than that', async () => {
  const world = incidents();
  const reply = messageOf(await world.say('U0ANA', 'declare sev1 checkout down'));
  expect(reply.text).toBe(
    'SEV1 INC-1 (checkout down) is declared in <#C0INC>. A page to the owner of the service (Operations) is asked for; the card says when it is accepted and acknowledged.',
  );
  expect(world.incident()).toMatchObject({ severity: 'SEV1', title: 'checkout down', commander: 'U0ANA' });
  expect(Object.values(world.incident().pages)).toHaveLength(1);
});

test.each([
  'declare SEV 1 checkout down',
  'declare sev-1 checkout down',
  'declare Sev1 checkout down',
  'declare p1 checkout down',
])('"%s" is understood', async typed => {
  const world = incidents();
  await world.say('U0ANA', typed);
  expect(world.incident()).toMatchObject({ severity: 'SEV1', title: 'checkout down' });
});

test('a severity of the other family is taken by its rank, and a word that is none is not guessed', () => {
  const grades = (...names: readonly string[]) => ({ grades: names.map(name => ({ name })) }) as never;
  const seeds: readonly (readonly [string, string | null])[] = [
    ['sev1', 'P0'],
    ['sev 2', 'P1'],
    ['p0', 'P0'],
    ['P3', 'P3'],
    ['sev9', null],
    ['urgent', null],
  ];
  for (const [said, meant] of seeds) expect(readSeverity(grades('P0', 'P1', 'P2', 'P3'), said), said).toBe(meant);
  expect(readSeverity(grades('SEV1', 'SEV2'), 'p0')).toBe('SEV1');
});

test('without a title it is declared all the same, and a title can be given later', async () => {
  const world = incidents();
  await world.say('U0ANA', 'declare sev2');
  expect(textOf(world.named('card'))).toContain('🟠 SEV2 · INC-1 · no title yet · Investigating');
  await world.say('U0OPS', 'title Search is slow');
  expect(textOf(world.named('card'))).toContain('🟠 SEV2 · INC-1 · Search is slow · Investigating');
});

test('without a severity the form asks, with the line people decide by and who would be called', async () => {
  const world = incidents();
  const form = modalOf(await world.say('U0ANA', 'declare checkout is slow'));
  expect(pictureOf(form)).toMatchInlineSnapshot(`
    "(Declare an incident)
    What is wrong?: plain_text_input = checkout is slow  (It may stay empty: a title can be given any time.)
    How bad is it? When in doubt, the higher one. *: radio_buttons {SEV1 Outage: Nobody can buy. | SEV2 Partial outage: Part of the shop is out. | SEV3 Slight degradation: Slightly slow.}
    What do users feel?: plain_text_input  (In numbers where you know them. It may stay empty for now.)
    Which service?: static_select {checkout | search}
    Who leads? *: users_select = @U0ANA
    When did it begin? In your own time zone: datetimepicker  (Empty: now)
    Is it special?: checkboxes {A drill: nobody is paged, no release is held | Private: in a channel of its own, not listed}
      Choose a severity to see who is called."
  `);
  const chosen = modalOf(
    await world.act('U0ANA', 'incident.declare-severity', 'SEV1', { id: 'V1', metadata: form.private_metadata ?? '' }),
  );
  expect(pictureOf(chosen)).toContain(
    'Will page (PagerDuty): the owner of the service (Operations).\nWill get a direct message: Operations.\nUpdates every 10m.\nHolds releases of Shop.\nA drill pages nobody.',
  );
  const other = modalOf(
    await world.act('U0ANA', 'incident.declare-service', 'search', {
      id: 'V1',
      metadata: chosen.private_metadata ?? '',
    }),
  );
  expect(pictureOf(other)).toContain('Will page (PagerDuty): the owner of the service (Captain).');
});

test('what the form says is on the card: service, commander, impact, when it began, that it is a drill', async () => {
  const world = incidents();
  const form = modalOf(await world.shortcut('U0ANA', 'incident.declare'));
  await world.send('U0ANA', form, {
    title: 'Checkout returns 500s',
    'incident.declare-severity': 'SEV1',
    'incident.declare-service': 'search',
    impact: 'about 30 % fail',
    commander: 'U0OPS',
    started: String((NOON - 20 * MINUTE) / 1_000),
    flags: ['drill'],
  });
  expect(world.incident()).toMatchObject({
    service: 'search',
    commander: 'U0OPS',
    drill: true,
    occurredAt: NOON - 20 * MINUTE,
    pages: {},
  });
  const card = textOf(world.named('card'));
  expect(card).toContain('🔴 DRILL · SEV1 · INC-1 · Checkout returns 500s · Investigating');
  expect(card).toContain('IC <@U0OPS>');
  expect(card).toContain('Started <!date^1795520400^');
  expect(card).toContain('Service: search · Owner: Captain <@U0ANA>');
  expect(card).toContain('Page: nobody, this is a drill.');
  expect(card).toContain('This is a drill');
});

test('a beginning in the future and a missing severity stand beside their fields, and nothing typed is lost', async () => {
  const world = incidents();
  const form = modalOf(await world.shortcut('U0ANA', 'incident.declare'));
  expect(await world.send('U0ANA', form, { title: 'x' })).toEqual({
    kind: 'errors',
    errors: { severity: 'Choose how bad it is.' },
  });
  const late = { 'incident.declare-severity': 'SEV1', started: String((NOON + HOUR) / 1_000) };
  expect(await world.send('U0ANA', form, late)).toMatchObject({
    kind: 'errors',
    errors: { started: expect.any(String) },
  });
  expect(world.runs.size).toBe(0);
});

test('an incident that may be the same is warned of, and joining it declares nothing', async () => {
  const world = incidents();
  await world.say('U0ANA', 'declare sev1 checkout down');
  const reply = messageOf(await world.say('U0PO', 'declare sev2 payments fail'));
  expect(world.incident('INC-2').title).toBe('payments fail');
  expect(textOf(reply)).toContain('*Perhaps it is declared already.*');
  expect(labels(reply)).toEqual(['Join INC-1']);
  await world.press('U0PO', reply, 'Join INC-1');
  expect(world.incident('INC-1').responders).toContain('U0PO');

  const form = modalOf(await world.shortcut('U0OPS', 'incident.declare'));
  const joined = await world.act('U0OPS', 'incident.join', JSON.stringify({ run: 'INC-1' }), {
    id: 'V1',
    metadata: form.private_metadata ?? '',
  });
  expect(pictureOf(modalOf(joined))).toContain('You take part in SEV1 INC-1 (checkout down)');
  expect(world.runs.size).toBe(2);
});

test('long ago and of another service is another incident', async () => {
  const world = incidents();
  await world.say('U0ANA', 'declare sev3 search slow');
  world.pass(2 * HOUR, 'INC-1');
  expect(messageOf(await world.say('U0PO', 'declare sev2 payments fail')).blocks).toBeUndefined();
});

test('from a message: its text and address are the source', async () => {
  const world = incidents();
  world.messages.set('17.1', {
    user: 'U0LI',
    text: 'Nothing works <!channel>',
    thread: '17.1',
    permalink: 'https://shop.slack.com/p171',
  });
  const message = { channel: 'C0SHOP', ts: '17.1', text: 'Nothing works <!channel>' };
  const form = modalOf(await world.shortcut('U0ANA', 'incident.from-message', message));
  await world.send('U0ANA', form, { title: 'Nothing works', 'incident.declare-severity': 'SEV1' });
  expect(world.incident().source).toMatchObject({
    kind: 'message',
    channel: 'C0SHOP',
    ts: '17.1',
    permalink: 'https://shop.slack.com/p171',
  });
  expect(textOf(world.named('card'))).toContain(
    'From <https://shop.slack.com/p171|a message>: “Nothing works &lt;!channel&gt;”',
  );
});

test('[X5] a paused gate offers to declare an incident, which keeps why it was paused with its samples', async () => {
  const world = incidents();
  await soaking(world);
  expect(labels(world.card())).not.toContain('Declare incident…');
  world.sweep({ ...CALM, 'error-rate': 0.02 });
  const form = modalOf(await world.press('U0ANA', world.card(), 'Declare incident…'));
  await world.send('U0ANA', form, { title: 'The canary fails', 'incident.declare-severity': 'SEV2' });
  expect(world.incident().source).toEqual({ kind: 'release', run: 'REL-1', says: world.run().pause?.says });
  expect(textOf(world.named('card'))).toContain('From REL-1: Error rate 2 % &gt; 1 %, 100 requests');
});

test('a product without an incident runbook offers nothing that could not be done', async () => {
  const world = createWorld();
  await soaking(world);
  world.sweep({ ...CALM, 'error-rate': 0.02 });
  expect(labels(world.card())).not.toContain('Declare incident…');
  expect(await world.say('U0ANA', 'declare sev1 x', 'C0SHOP')).toMatchObject({ kind: 'refusal', code: 'declare.none' });
});

test('a person who paused it by hand is not asked for an incident', async () => {
  const world = incidents();
  await asked(world);
  await world.type('U0ANA', 'pause Lunch');
  expect(labels(world.card())).not.toContain('Declare incident…');
});

test('where several products have one and none is the default, the form asks which', async () => {
  const loaded = loadIncidentShop();
  const twice = {
    ...loaded,
    products: [...loaded.products, { ...loaded.products[0], name: 'bakery', title: 'Bakery' }],
  } as typeof loaded;
  const world = createWorld({ loaded: twice, defaultProduct: 'none' });
  const form = modalOf(await world.say('U0ANA', 'declare sev1 checkout down', 'C0ELSE'));
  expect(pictureOf(form)).toContain('Product *: static_select {Shop | Bakery}');
  expect(pictureOf(form)).toContain('checkout down');
  // What was typed as a severity is not asked again.
  expect(pictureOf(form)).toContain('Will page (PagerDuty)');
  const metadata = form.private_metadata ?? '';
  const chosen = modalOf(await world.act('U0ANA', 'incident.declare-product', 'bakery', { id: 'V1', metadata }));
  expect(pictureOf(chosen)).toContain('Will page (PagerDuty)');
});

test('guests may not declare, and are told so in private', async () => {
  const world = incidents();
  world.standings.set('U0GUEST', 'guest');
  expect(await world.say('U0GUEST', 'declare sev1 x')).toMatchObject({ kind: 'refusal', code: 'who.not-member' });
  expect(world.runs.size).toBe(0);
});

test('declaring never waits for Slack to say who somebody is', async () => {
  const world = incidents();
  world.standings.set('U0ANA', 'unknown');
  await world.say('U0ANA', 'declare sev1 x');
  expect(world.incident().severity).toBe('SEV1');
});

test('whatever is typed before the form opens fits into the form, and none of it is lost', async () => {
  const world = incidents();
  const said = `"\n${'x'.repeat(1_900)}`;
  const form = modalOf(await world.say('U0ANA', `declare ${said}`));
  expect(pictureOf(form)).toContain(`What do users feel?: plain_text_input = ${said.trim()}`);
  const message = { channel: 'C0SHOP', ts: '17.1', text: '"\n'.repeat(2_000) };
  const from = modalOf(await world.shortcut('U0ANA', 'incident.from-message', message));
  expect((from.private_metadata ?? '').length).toBeLessThanOrEqual(3_000);
});
