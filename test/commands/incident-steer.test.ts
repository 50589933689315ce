import { expect, test } from 'vitest';
import { registry } from '#commands/index.ts';
import { MINUTE } from '#src/base/time.ts';
import { CLOSING, declaredSev1, resolved } from './support/incident-journey.ts';
import { loadIncidentShop } from './support/incident-shop.ts';
import { picture, pictureOf } from './support/picture.ts';
import { createWorld, labels, messageOf, modalOf, textOf } from './support/world.ts';

test('update, note, decision, title and impact are typed, and an empty one says how', async () => {
  const world = await declaredSev1();
  for (const word of ['note', 'decision', 'title', 'impact'])
    expect(await world.say('U0ANA', word)).toMatchObject({
      kind: 'refusal',
      code: `${word}.empty`,
      text: expect.stringContaining(`/incident ${word} `),
    });
  await world.say('U0ANA', 'note The second database looks calm');
  await world.say('U0ANA', 'decision We roll back first');
  await world.say('U0ANA', 'impact 30 % fail');
  expect(world.incident()).toMatchObject({
    notes: [{ text: 'The second database looks calm', by: 'U0ANA' }],
    decisions: [{ text: 'We roll back first' }],
    impact: '30 % fail',
  });
});

test('in its thread a mention means that incident', async () => {
  const world = await declaredSev1();
  await world.mention('U0OPS', 'note The bank was called', 'INC-1', 'C0INC');
  await world.mention('U0OPS', 'decision We wait for them', 'INC-1', 'C0INC');
  await world.mention('U0ANA', 'update The bank answers', 'INC-1', 'C0INC');
  expect(world.incident()).toMatchObject({
    notes: [{ by: 'U0OPS' }],
    decisions: [{ text: 'We wait for them' }],
    updates: [{ conditions: 'The bank answers' }],
  });
});

test('a person is known by the id Slack sends, never by the name that stands beside it', async () => {
  const world = await declaredSev1();
  await world.say('U0ANA', 'task Call the bank <@U0OPS|ana>');
  await world.say('U0ANA', 'task Look at the disk @li');
  expect(world.incident().tasks).toMatchObject([
    { text: 'Call the bank', owner: 'U0OPS' },
    { text: 'Look at the disk @li', owner: null },
  ]);
  await world.say('U0ANA', 'task 2 <@U0PO|po>');
  await world.say('U0PO', 'task done 2');
  expect(world.incident().tasks[1]).toMatchObject({ owner: 'U0PO', doneAt: world.now() });
  expect(messageOf(await world.say('U0PO', 'task')).text).toContain('☐ 1. Call the bank – <@U0OPS>');
  expect(await world.say('U0ANA', 'lead @li')).toMatchObject({ kind: 'refusal', code: 'lead.user' });
});

test('a severity may be raised by anybody; lowering it is for whoever leads, and the refusal says how', async () => {
  const world = createWorld({ loaded: loadIncidentShop() });
  await world.say('U0ANA', 'declare sev2 slow');
  await world.say('U0PO', 'sev sev 1 nobody can buy');
  expect(world.incident().severity).toBe('SEV1');
  expect(world.incident().cadence.dueAt).toBe(world.now() + 10 * MINUTE);
  expect(await world.say('U0PO', 'sev sev3')).toMatchObject({
    kind: 'refusal',
    text: expect.stringContaining('/incident lead INC-1'),
  });
  expect(await world.say('U0ANA', 'sev sev9')).toMatchObject({
    kind: 'refusal',
    text: 'There is no severity "sev9". There is SEV1, SEV2, SEV3.',
  });
  const form = modalOf(await world.say('U0ANA', 'sev'));
  await world.send('U0ANA', form, { severity: 'SEV3', reason: 'It was one shop' });
  expect(world.incident().severity).toBe('SEV3');
});

test('[H3] more people are paged by role, and whoever has no pager is told to get a message and no page', async () => {
  const world = await declaredSev1();
  expect(messageOf(await world.say('U0PO', 'page ops')).text).toContain(
    'Operations has no pager; a direct message goes to Operations <@U0OPS>, <@U0OPS2>.',
  );
  expect(messageOf(await world.say('U0PO', 'page service-owner it burns')).text).toContain(
    'A page to the owner of the service is asked for',
  );
  expect(world.incident().pages['p2']).toMatchObject({ state: 'requested', why: 'it burns' });
  expect(await world.say('U0PO', 'page opps')).toMatchObject({
    kind: 'refusal',
    text: 'There is no role "opps": did you mean "ops"?',
  });
  const form = modalOf(await world.press('U0PO', world.named('card'), 'Page…'));
  expect(pictureOf(form)).toContain(
    '{Captain (direct message) | Product owner (direct message) | Operations (direct message) | the commander (direct message) | the owner of the service (pager)}',
  );
  await world.send('U0PO', form, { roles: ['captain'], why: '' });
  expect(world.direct('U0ANA').at(-1)?.text).toContain('You are called to SEV1 INC-1');
});

test('[X9] “I have it” acknowledges here, and the card says by whom', async () => {
  const world = await declaredSev1();
  await world.press('U0OPS', world.named('card'), 'I have it');
  expect(world.incident().pages['p1']).toMatchObject({ state: 'acknowledged', acknowledgedBy: '<@U0OPS>' });
  expect(await world.say('U0OPS2', 'acknowledge')).toMatchObject({ kind: 'refusal', code: 'page.none' });
});

test('mitigated may be said for a time that is past, not for one to come', async () => {
  const world = await declaredSev1();
  world.pass(30 * MINUTE, 'INC-1');
  expect(await world.say('U0ANA', 'mitigated soon')).toMatchObject({ kind: 'refusal', code: 'mitigated.time' });
  await world.say('U0ANA', 'mitigated 13:20');
  expect(world.incident().mitigatedAt).toBe(world.now() - 10 * MINUTE);
  const form = modalOf(await world.press('U0ANA', world.named('card'), 'Active again…'));
  await world.send('U0ANA', form, { reason: 'It fails again' });
  expect(world.incident()).toMatchObject({ status: 'investigating', mitigatedAt: null });
});

test('[X10] [H7] resolving lists what stands in the way with its way out, before and after, and loses nothing', async () => {
  const world = await declaredSev1();
  const form = modalOf(await world.say('U0ANA', 'resolve The bank answers'));
  const shown = pictureOf(form);
  expect(shown).toContain('• It is not measured to be stable for 30 min yet');
  expect(shown).toContain('• Nobody has said what users felt. _State the impact');
  expect(shown).toContain('What ended it? *: plain_text_input = The bank answers');
  const refused = await world.send('U0ANA', form, { summary: 'The bank answers', followups: 'An alarm' });
  expect(refused).toMatchObject({
    kind: 'errors',
    errors: {
      override: expect.stringContaining('stable for 30 min'),
      impact: expect.stringContaining('State the impact'),
      followups: expect.stringContaining('"An alarm" is nobody\'s. Choose below who follows up.'),
      postmortem: expect.stringContaining('Name its owner.'),
      skip: expect.stringContaining('Do them, or say in a sentence'),
    },
  });
  expect(world.incident().refusals).toHaveLength(1);
  const fields = form.blocks.flatMap(block => (block.type === 'input' ? [block.block_id] : []));
  for (const field of Object.keys((refused as { errors: object }).errors)) expect(fields).toContain(field);
  await world.send('U0ANA', form, { ...CLOSING, followups: '- An alarm <@U0OPS>\nA limit', 'followups-owner': 'U0PO' });
  expect(world.incident()).toMatchObject({
    status: 'resolved',
    tasks: [
      { text: 'An alarm', owner: 'U0OPS', followUp: true },
      { text: 'A limit', owner: 'U0PO', followUp: true },
    ],
    postmortem: { owner: 'U0ANA' },
  });
  expect(world.direct('U0OPS').at(-1)?.text).toContain('is yours: An alarm');
});

test('a workaround in force holds the end back until it is undone or accepted as lasting', async () => {
  const world = await declaredSev1();
  await world.send('U0OPS', modalOf(await world.press('U0OPS', world.named('card'), 'Throttle the traffic…')), {
    reason: 'Full',
  });
  world.end('a1.throttle.1', { run: 'INC-1' });
  const form = modalOf(await world.say('U0ANA', 'resolve'));
  expect(await world.send('U0ANA', form, CLOSING)).toMatchObject({
    kind: 'errors',
    errors: { summary: expect.stringContaining('"Throttle the traffic" is still in force.') },
  });
  expect(await world.say('U0OPS', 'lasting')).toMatchObject({ kind: 'refusal', code: 'action.reason' });
  await world.say('U0OPS', 'lasting The contract allows no more');
  expect(textOf(world.named('card'))).toContain('■ *Throttle the traffic* · accepted as lasting');
  await resolved(world);
  expect(world.incident().status).toBe('resolved');
});

test('with nothing in its way a typed summary ends it', async () => {
  const world = createWorld({
    loaded: loadIncidentShop(text =>
      text
        .replace(/resolve:\n.*\n.*\n/, 'resolve: { require: [impact] }\n')
        .replace(/phases:[\s\S]*actions:/, 'phases:\n  - { id: one, title: One, steps: [{ do: resolve }] }\nactions:'),
    ),
  });
  await world.say('U0ANA', 'declare sev3 slow');
  await world.say('U0ANA', 'impact none');
  expect(messageOf(await world.say('U0ANA', 'resolve It was a cable')).text).toBe('INC-1 is resolved.');
  expect(world.incident()).toMatchObject({ status: 'resolved', resolution: { summary: 'It was a cable' } });
});

test('reopened by number it calls its people again; without a number it asks which', async () => {
  const world = await declaredSev1();
  await resolved(world);
  expect(await world.say('U0OPS', 'reopen it fails')).toMatchObject({ kind: 'refusal', code: 'reopen.which' });
  await world.say('U0OPS', 'reopen inc-1 It fails again');
  expect(world.incident()).toMatchObject({ status: 'investigating', reopened: [{ reason: 'It fails again' }] });
  expect(Object.values(world.incident().pages).at(-1)).toMatchObject({
    state: 'requested',
    why: 'reopened: It fails again',
  });
});

test('[H7] the postmortem is drafted anew, gets its owner, and moves on until it is closed', async () => {
  const world = await declaredSev1();
  await resolved(world);
  const before = world.effects.filter(one => one.kind === 'postmortem.write').length;
  await world.say('U0ANA', 'postmortem');
  expect(world.effects.filter(one => one.kind === 'postmortem.write')).toHaveLength(before + 1);
  expect(await world.say('U0ANA', 'postmortem reviewed')).toMatchObject({ kind: 'refusal', code: 'postmortem.none' });
  world.tell(
    { type: 'postmortem-written', name: 'INC-1-postmortem.md', hash: 'h', permalink: 'https://shop.slack.com/f1' },
    'INC-1',
  );
  await world.say('U0ANA', 'postmortem owner <@U0PO|po>');
  const shown = messageOf(await world.press('U0ANA', world.named('card'), 'Postmortem…'));
  expect(labels(shown)).toEqual(['Write it anew', 'Now in-review']);
  await world.press('U0ANA', shown, 'Now in-review');
  expect(world.incident().postmortem).toMatchObject({ owner: 'U0PO', state: 'in-review' });
  expect(await world.say('U0ANA', 'postmortem nonsense')).toMatchObject({ kind: 'refusal', code: 'postmortem.words' });
});

test('the menu of the card writes notes, tasks and the title, and shows the timeline', async () => {
  const world = await declaredSev1();
  const open = async (what: string) => modalOf(await world.act('U0ANA', 'incident.more', `${what} INC-1`));
  await world.send('U0ANA', await open('note'), { kind: 'decision', text: 'We wait' });
  await world.send('U0ANA', await open('task'), { text: 'Call the bank', owner: 'U0OPS' });
  await world.send('U0ANA', await open('title'), { title: 'The bank is slow' });
  expect(world.incident()).toMatchObject({
    decisions: [{ text: 'We wait' }],
    tasks: [{ owner: 'U0OPS', followUp: false }],
    title: 'The bank is slow',
  });
  const timeline = picture(messageOf(await world.act('U0ANA', 'incident.more', 'timeline INC-1')));
  expect(timeline).toContain('Decision by <@U0ANA>: We wait');
  expect(timeline).toContain('Task 1 by <@U0ANA>: Call the bank');
});

test('help lists only what the asker may do, and unknown words get the nearest', async () => {
  const world = await declaredSev1();
  const words = async (user: string) =>
    [...picture(messageOf(await world.say(user, 'help'))).matchAll(/`\/incident ([a-z]+)/g)].map(match => match[1]);
  const all = registry.verbs.filter(verb => verb.noun === 'incident').map(verb => verb.word);
  expect(await words('U0ANA')).toEqual(all.filter(word => word !== 'help'));
  world.standings.set('U0GUEST', 'guest');
  expect(await words('U0GUEST')).toEqual(['status', 'list', 'alerts', 'timeline']);
  expect(await world.say('U0ANA', 'udpate x')).toMatchObject({
    kind: 'refusal',
    text: '/incident has no “udpate”. Did you mean /incident update?',
  });
  expect(await world.say('U0ANA', 'ack')).toMatchObject({ text: expect.stringContaining('/incident acknowledge?') });
  expect(await world.say('U0ANA', 'severity 1')).toMatchObject({ text: expect.stringContaining('/incident sev?') });
});

test('every button and form of an incident has somebody who reads it', async () => {
  const known = new Set(registry.actions.map(one => one.name));
  const world = await declaredSev1();
  const cards = [world.named('card'), world.named('work')];
  await world.say('U0ANA', 'mitigated');
  cards.push(world.named('card'));
  await resolved(world);
  cards.push(world.named('card'));
  const names = [...JSON.stringify(cards).matchAll(/"action_id":"gonogo:([a-z.-]+)/g)].map(match => match[1] ?? '');
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(known.has(name), name).toBe(true);
});
