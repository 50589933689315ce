import { expect, test } from 'vitest';
import type { JsonObject } from '#src/base/json.ts';
import { MINUTE } from '#src/base/time.ts';
import { directMessage } from '#src/chat/direct.ts';
import { loadProducts } from '#src/runbook/load.ts';
import {
  accepted,
  declaredSev1,
  resolved,
  SUSPECT,
  standing,
  suspected,
} from '../commands/support/incident-journey.ts';
import { loadIncidentShop } from '../commands/support/incident-shop.ts';
import { judged } from '../commands/support/judged.ts';
import { picture } from '../commands/support/picture.ts';
import { createWorld, labels, messageOf, modalOf, textOf, type World } from '../commands/support/world.ts';
import { shipped } from '../runbook/support.ts';

test('[B3] the reminder goes to the commander, a missed one to the deputy too, and the one before is one line', async () => {
  const world = await declaredSev1();
  await world.say('U0ANA', 'lead deputy <@U0PO>');
  world.pass(10 * MINUTE, 'INC-1');
  const [due] = reminders(world);
  expect(picture(due?.shown ?? { text: '' })).toMatchInlineSnapshot(`
    "(<@U0ANA>: update due for SEV1 INC-1 (checkout down) (no update yet, declared 10 min ago).)
    <@U0ANA>: update due for SEV1 INC-1 (checkout down) (no update yet, declared 10 min ago).
    [Post update] [No change] [Snooze…]"
  `);
  world.pass(10 * MINUTE, 'INC-1');
  const missed = reminders(world).at(-1)?.shown ?? { text: '' };
  expect(picture(missed)).toMatchInlineSnapshot(`
    "(Update missed. <@U0ANA>, <@U0PO> as deputy: SEV1 INC-1 (checkout down) owes an update since {24. 12:10}. No update for 20 min; one was due every 10m. Post what you know; “No change” is enough.)
    ⚠ *Update missed.* <@U0ANA>, <@U0PO> as deputy: SEV1 INC-1 (checkout down) owes an update since {24. 12:10}. No update for 20 min; one was due every 10m. Post what you know; “No change” is enough.
    [Post update] [No change] [Snooze…]"
  `);
  expect(former(world)).toBe('✖ Reminder for INC-1: no update came; it was missed, see below.');
  await world.press('U0ANA', missed, 'No change');
  expect(former(world)).toMatch(/^✔ Reminder for INC-1: answered by <@U0ANA> <!date.*, no change\.$/);
  expect(world.incident().updates.at(-1)).toMatchObject({ conditions: 'No change.', noChange: true });
});

test('a snooze needs a reason, is bounded, and stands in the thread with who and why', async () => {
  const world = await declaredSev1();
  world.pass(10 * MINUTE, 'INC-1');
  const form = modalOf(await world.press('U0ANA', reminders(world)[0]?.shown ?? { text: '' }, 'Snooze…'));
  expect(await world.send('U0ANA', form, { reason: '' })).toMatchObject({
    kind: 'errors',
    errors: { reason: expect.any(String) },
  });
  await world.send('U0ANA', form, { reason: 'On the phone with the bank' });
  expect(former(world)).toMatch(
    /^Reminder for INC-1: put off until <!date.*> by <@U0ANA>: On the phone with the bank$/,
  );
  expect(world.story('INC-1')).toContain('by <@U0ANA>: On the phone with the bank');
  await world.send('U0ANA', form, { reason: 'Still' });
  expect(await world.send('U0ANA', form, { reason: 'Again' })).toMatchObject({
    kind: 'errors',
    errors: { reason: expect.stringContaining('Post one now') },
  });
});

test('an update says each part under its name, what is late, and when the next one is due', async () => {
  const world = await declaredSev1();
  world.pass(12 * MINUTE, 'INC-1');
  const form = modalOf(await world.say('U0ANA', 'update'));
  await world.send('U0ANA', form, {
    status: 'Identified',
    conditions: 'The bank is slow',
    actions: 'Ana calls them',
    needs: 'Somebody with the contract',
    impact: '30 % fail',
    next: '300000',
  });
  const update = world.drawn({ name: 'update:1', update: 1 });
  expect(picture(update ?? { text: '' })).toMatchInlineSnapshot(`
    "(📣 Update 1 of SEV1 INC-1 (checkout down) by <@U0ANA> (2 min late): Conditions: The bank is slow Actions: Ana calls them Needs: Somebody with the contract Next update due {24. 12:17}.)
    📣 *Update 1* of SEV1 INC-1 (checkout down) by <@U0ANA> (2 min late)
    Investigating · Identified
    *Conditions*: The bank is slow
    *Actions*: Ana calls them
    *Needs*: Somebody with the contract
    Next update due {24. 12:17}."
  `);
  expect(world.incident().impact).toBe('30 % fail');
  const again = modalOf(await world.say('U0ANA', 'update'));
  expect(JSON.stringify(again.blocks)).toContain('The bank is slow');
});

test('a channel that follows has one message that is kept up to date; of a private incident it hears nothing', async () => {
  const world = await declaredSev1();
  await world.say('U0ANA', 'update The bank is slow');
  const told = world.drawn({ name: 'announcement:C0FOLLOW' });
  expect(picture(told ?? { text: '' })).toMatchInlineSnapshot(`
    "(SEV1 INC-1 (checkout down): investigating.)
    🔴 *SEV1 · INC-1 · checkout down* · Investigating
    IC <@U0ANA>
    *Conditions*: The bank is slow
    Updated {24. 12:00}. Next update due {24. 12:10}. Followed in <#C0INC>."
  `);
  const secret = createWorld({ loaded: loadIncidentShop() });
  const form = modalOf(await secret.shortcut('U0ANA', 'incident.declare'));
  await secret.send('U0ANA', form, { 'incident.declare-severity': 'SEV1', flags: ['private'] });
  expect(secret.drawn({ name: 'announcement:C0FOLLOW' })).toBeNull();
});

test('[H4] the work is one message: what is done, what is open with its buttons, live values beside it', async () => {
  const world = await declaredSev1();
  world.sweep({ 'error-rate': 0.02, health: true, queue: 7 }, 'live', 'INC-1');
  world.sweep({ 'error-rate': 0.03, health: true, queue: 9 }, 'live', 'INC-1');
  await world.press('U0OPS', world.named('work'), 'Holds');
  expect(picture(world.named('work'))).toMatchInlineSnapshot(`
    "(The runbook of SEV1 INC-1 (checkout down): 4 open, first “Acknowledge the alarm”.)
    *Runbook* of INC-1
    Now: Health not measured yet · Error rate 3 % ▆█ *over its limit* · Queue 9 ▁▁
    ▶ *Triage* · 1 of 6
    ✔ Take command – <@U0ANA> has command
    Then: What changed lately · The logs were read · Set the severity
    ☐ *Acknowledge the alarm* – the commander <@U0ANA>
    [I have it] [Skip…]
    ▶ Is it up?, since {24. 12:00}
    ▶ *Diagnosis* · 0 of 1
    ☐ *Diagnosis* – the commander <@U0ANA>
    ✔ Errors and latency (<@U0OPS>)
    ☐ The queue drains – Operations <@U0OPS>, <@U0OPS2>
    Queue 9 ▁▁
    [Holds] [Does not hold]
    ☐ The bank answers – Captain <@U0ANA>
    [Holds] [Does not hold]
    [Skip…]
    ▶ *Recovery* · 0 of 3
    Then: The effect on users has ended · Resolve
    ▶ Healthy again, since {24. 12:00}"
  `);
});

test('a step that failed says why, what to try, and can be repeated or skipped; it holds nothing else back', async () => {
  const world = await declaredSev1();
  world.end('figures', { run: 'INC-1', end: 'failed', says: 'no answer from the shop' });
  const work = world.named('work');
  expect(textOf(work)).toContain('✖ *Is it up?* failed: no answer from the shop');
  await world.press('U0ANA', work, 'Retry');
  expect(world.incident().steps['figures']).toMatchObject({ attempt: 2 });
});

test('[H5] an action stands with who, when and why until it is undone or accepted, and its steps come first in the work', async () => {
  const world = await declaredSev1();
  const form = modalOf(await world.press('U0OPS', world.named('card'), 'Throttle the traffic…'));
  expect(await world.send('U0OPS', form, { reason: '' })).toMatchObject({
    kind: 'errors',
    errors: { reason: expect.any(String) },
  });
  await world.send('U0OPS', form, { reason: 'The queue fills up' });
  expect(textOf(world.named('work')).split('\n')[2]).toContain('*Throttle the traffic*');
  world.end('a1.throttle.1', { run: 'INC-1' });
  expect(textOf(world.named('card'))).toMatch(
    /● \*Throttle the traffic\* · in force · <@U0OPS> <!date.*: The queue fills up/,
  );
  const undo = modalOf(await world.press('U0OPS', world.named('card'), 'Undo…'));
  await world.send('U0OPS', undo, { reason: 'It drains' });
  world.end('a1.undo.throttle.undo.1', { run: 'INC-1' });
  expect(world.incident().actions[0]?.state).toBe('undone');
  expect(textOf(world.named('card'))).not.toContain('Throttle the traffic');
  expect(
    world
      .story('INC-1')
      .split('\n')
      .filter(line => line.includes('Throttle')),
  ).toEqual([
    '▶ *Throttle the traffic* by <@U0OPS>: The queue fills up',
    '✔ Throttle the traffic: done',
    '↩ *Throttle the traffic* is being undone by <@U0OPS>: It drains',
    '✔ Throttle the traffic is undone.',
  ]);
});

test('[X5] a suspect is rolled back from the card, and what that release made of it is told', async () => {
  const world = await declaredSev1();
  suspected(world);
  const form = modalOf(await world.press('U0ANA', world.named('card'), 'Roll back REL-7 4.18.0…'));
  await world.send('U0ANA', form, { reason: 'It began with it' });
  expect(world.incident().actions[0]).toMatchObject({
    action: 'roll-back',
    suspect: SUSPECT.run,
    reason: 'It began with it',
  });
  world.tell({ type: 'action-told', taken: 'a1', says: 'REL-7 is rolling back', failed: false }, 'INC-1');
  expect(textOf(world.named('card'))).toMatch(/● \*Roll back\* \(REL-7\) · REL-7 is rolling back · <@U0ANA>/);
  expect(labels(world.named('card'))).not.toContain('Roll back REL-7 4.18.0…');
});

test('however much a runbook holds, its work fits into one message, and what does not fit is counted by name', async () => {
  const items = Array.from({ length: 9 }, (_, index) => `          - { item: Look at thing ${index}, role: ops }`).join(
    '\n',
  );
  const phases = [1, 2, 3, 4].map(
    number =>
      `  - id: more${number}\n    title: More ${number}\n    steps:\n      - checklist:\n${items}\n        name: List ${number}\n`,
  );
  const world = await declaredSev1(
    loadIncidentShop(text => text.replace('  - id: recover', `${phases.join('')}  - id: recover`)),
  );
  const work = world.named('work');
  expect(work.blocks?.length).toBeLessThanOrEqual(50);
  expect(textOf(work)).toContain('… 3 more, shown as soon as there is room: List 2 · List 3 · List 4');
  await resolved(world);
  expect(labels(world.named('work'))).toEqual([]);
});

test('[H2] [H4] hausKI’s runbook fits too, with every phase, every live value and the first open items', async () => {
  const loaded = loadProducts(shipped('hauski'));
  const world = createWorld({ loaded, defaultProduct: 'hauski' });
  await world.say('U0SRE', 'declare sev1 Everything is out', 'C0HAUSKI');
  const work = judged(world.named('work'));
  expect(work.blocks?.length).toBeLessThanOrEqual(50);
  for (const part of ['*Triage*', '*Diagnosis*', '*Recovery*', 'Acknowledge the alarm', 'GPU temperature and power'])
    expect(textOf(work)).toContain(part);
  expect(labels(world.named('card'))).toContain('Throttle the traffic…');
  // What helps at once stands on the card; a release takes its time and waits in the menu.
  expect(picture(world.named('card'))).toContain(
    '[⋯ Raise a latency budget for a while | Release the fix | Release other policies]',
  );
});

test('each direct message says what happened, what it is and what can be done', async () => {
  const world = await declaredSev1();
  await world.say('U0ANA', 'impact 30 % of checkouts fail');
  await world.say('U0ANA', 'handover <@U0PO|po> The bank is slow');
  await world.say('U0ANA', 'task Call the bank <@U0OPS|li>');
  const about = (body: JsonObject) =>
    picture(judged(directMessage(world.incident(), body, { channel: 'C0INC', ts: '17.1' })));
  const all = [
    about({ about: 'called' }),
    about({ about: 'page-fallback', page: 'p1', says: 'not accepted by the provider for 1 min' }),
    about({ about: 'escalated', says: 'nobody acknowledged for 5 min' }),
    about({ about: 'update-missed', says: 'No update for 20 min; one was due every 10m' }),
    about({ about: 'handover', brief: world.incident().handover?.brief ?? '', seq: 1 }),
    about({ about: 'task', task: '1' }),
    about({ about: 'postmortem' }),
    about({ about: 'postmortem-due', says: 'is due' }),
  ];
  expect(
    all
      .join('\n---\n')
      .replaceAll(
        '<https://slack.com/app_redirect?channel=C0INC&amp;message_ts=17.1|Open its card> in <#C0INC>.',
        '(card)',
      ),
  ).toMatchInlineSnapshot(`
    "(You are called to SEV1 INC-1 (checkout down).)
    You are called to SEV1 INC-1 (checkout down).
    SEV1: Nobody can buy. Impact: 30 % of checkouts fail
    IC <@U0ANA> · started {24. 12:00}
    Press I am on it, or join its thread. Whoever leads is there.
    (card)
    [I have it] [I am on it]
    ---
    (*You are needed for SEV1 INC-1 (checkout down).* The page: not accepted by the provider for 1 min; so this comes to you directly.)
    *You are needed for SEV1 INC-1 (checkout down).* The page: not accepted by the provider for 1 min; so this comes to you directly.
    SEV1: Nobody can buy. Impact: 30 % of checkouts fail
    IC <@U0ANA> · started {24. 12:00}
    Press I have it if you take it; the others then know.
    (card)
    [I have it]
    ---
    (*You are called to SEV1 INC-1 (checkout down)*: nobody acknowledged for 5 min.)
    *You are called to SEV1 INC-1 (checkout down)*: nobody acknowledged for 5 min.
    SEV1: Nobody can buy. Impact: 30 % of checkouts fail
    IC <@U0ANA> · started {24. 12:00}
    Press I am on it, or join its thread.
    (card)
    [I have it] [I am on it]
    ---
    (SEV1 INC-1 (checkout down) owes an update. No update for 20 min; one was due every 10m.)
    SEV1 INC-1 (checkout down) owes an update. No update for 20 min; one was due every 10m.
    IC <@U0ANA>. As deputy you may post it: “No change” is enough.
    (card)
    [Post update] [No change]
    ---
    (You are offered command of SEV1 INC-1 (checkout down). Nothing changes until you accept.)
    You are offered command of SEV1 INC-1 (checkout down). Nothing changes until you accept.
    > The bank is slow
    (card)
    [Accept] [Decline…]
    ---
    (Task 1 of SEV1 INC-1 (checkout down) is yours: Call the bank)
    Task 1 of SEV1 INC-1 (checkout down) is yours: Call the bank
    (card)
    [Done]
    ---
    (The postmortem of SEV1 INC-1 (checkout down) is yours.)
    The postmortem of SEV1 INC-1 (checkout down) is yours.
    Its draft comes into the thread, written from the timeline; what only people know is a question in it.
    (card)
    ---
    (The postmortem of SEV1 INC-1 (checkout down) is due.)
    The postmortem of SEV1 INC-1 (checkout down) is due.
    When it is reviewed, say so: /incident postmortem INC-1 reviewed
    (card)"
  `);
});

test('[X10] command is offered with a brief, declined with a reason, and held by one person all the time', async () => {
  const world = await declaredSev1();
  const form = modalOf(await world.press('U0ANA', world.named('card'), 'Hand over…'));
  await world.send('U0ANA', form, { to: 'U0PO', brief: 'The bank is slow' });
  expect(world.incident().commander).toBe('U0ANA');
  expect(textOf(world.named('card'))).toContain('Command is offered to <@U0PO> since ');
  const [offer] = world.direct('U0PO');
  expect(labels(offer ?? { text: '' })).toEqual(['Accept', 'Decline…']);
  expect(await world.press('U0OPS', offer ?? { text: '' }, 'Accept')).toMatchObject({
    kind: 'refusal',
    code: 'handover.other',
  });
  const decline = modalOf(await world.press('U0PO', offer ?? { text: '' }, 'Decline…'));
  await world.send('U0PO', decline, { reason: 'On a train' });
  expect(world.story('INC-1')).toContain('<@U0PO> declined command: On a train It stays with <@U0ANA>.');
  await world.say('U0ANA', 'lead <@U0PO|po>');
  await world.press('U0PO', world.direct('U0PO').at(-1) ?? { text: '' }, 'Accept');
  expect(world.incident()).toMatchObject({ commander: 'U0PO', deputy: 'U0ANA', handover: null });
});

test('what the pager says is told in the thread with its own words, and a failed page loudly', async () => {
  const world = await declaredSev1();
  accepted(world);
  standing(world, 'absent');
  expect(world.story('INC-1')).toContain(
    '📟 *The page to the owner of the service (Operations) FAILED*: the provider accepted the page and opened no incident',
  );
  expect(world.story('INC-1')).toContain('A second way beside it: direct messages to <@U0OPS>, <@U0OPS2>, <@U0ANA>.');
  expect(messageOf(await world.say('U0ANA', 'timeline')).blocks?.length).toBeGreaterThan(1);
});

function reminders(world: World) {
  return world.effects
    .filter(one => one.kind === 'chat.post' && one.body['reminder'] !== undefined)
    .flatMap(one => {
      const shown = world.drawn(one.body);
      return shown === null ? [] : [{ shown, body: one.body }];
    });
}

/** The line the last reminder became. */
function former(world: World): string {
  const redraw = world.effects.findLast(one => one.kind === 'chat.card' && one.body['became'] !== undefined);
  return redraw === undefined ? '' : textOf(world.drawn(redraw.body) ?? { text: '' });
}
