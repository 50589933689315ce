import { expect, test } from 'vitest';
import { approved, asked, CALM, found, prepared, soaking, started, versioned } from './support/journey.ts';
import { createWorld, labels, messageOf, modalOf, textOf } from './support/world.ts';

test('[B2] go is a press, and the vote counts for what was shown', async () => {
  const world = createWorld();
  await approved(world);
  expect(world.run().steps['go']?.gate?.status).toBe('passed');
});

test('[X3] a Go drawn before something changed is refused', async () => {
  const world = createWorld();
  await asked(world);
  const seen = world.step('go');
  await world.press('U0OPS', seen, 'No');
  expect(await world.press('U0ANA', seen, 'Go')).toMatchObject({ kind: 'refusal', code: 'vote.stale' });
});

test('typed go shows what is to be approved; only its button votes', async () => {
  const world = createWorld();
  await asked(world);
  const shown = messageOf(await world.type('U0ANA', 'go'));
  expect(textOf(shown)).toContain('Approving: version 1.3.0');
  expect(world.run().steps['go']?.gate?.votes).toEqual([]);
  await world.press('U0ANA', shown, 'Go');
  expect(world.run().steps['go']?.gate?.votes).toHaveLength(1);
});

test('a no-go needs a reason, stops the run, and everybody sees who and why', async () => {
  const world = createWorld();
  await asked(world);
  const form = modalOf(await world.press('U0PO', world.step('go'), 'No-go…'));
  expect(await world.send('U0PO', form, { reason: null })).toMatchObject({
    kind: 'errors',
    errors: { reason: 'A no-go needs a reason: write in a sentence what speaks against it.' },
  });
  await world.send('U0PO', form, { reason: 'The customer asks <!channel> to wait' });
  expect(textOf(world.card())).toContain('No-go by <@U0PO>: The customer asks &lt;!channel&gt; to wait');
  expect(labels(world.card())).toEqual(['Resume', 'Roll back…']);
  expect(labels(world.step('go'))).toEqual([]);
  await world.press('U0ANA', world.card(), 'Resume');
  expect(world.run().steps['go']).toMatchObject({ status: 'waiting', attempt: 2 });
});

test('a no-go can be typed with its reason', async () => {
  const world = createWorld();
  await asked(world);
  await world.type('U0PO', 'no-go Not this week');
  expect(world.run().pause?.says).toBe('No-go by <@U0PO>: Not this week');
});

test('[W4] somebody without the role is refused in private, with who may', async () => {
  const world = createWorld();
  await asked(world);
  const reply = await world.press('U0OPS', world.step('go'), 'Go');
  expect(reply).toMatchObject({
    kind: 'refusal',
    code: 'who.role',
    text: 'Go or no-go of REL-1 is for Captain or Product owner. You are Operations.',
  });
});

test('pause stops before the next step and resume goes on', async () => {
  const world = createWorld();
  await versioned(world);
  await world.type('U0PO', 'pause Lunch');
  expect(world.run()).toMatchObject({ status: 'paused', pause: { says: 'Lunch', by: 'U0PO' } });
  expect(await world.type('U0PO', 'pause')).toMatchObject({ kind: 'refusal', code: 'run.paused' });
  await world.press('U0OPS', world.card(), 'Resume');
  expect(world.run().status).toBe('running');
});

test('[X4] after a metric paused it, Resume asks for the reason and keeps it as an override', async () => {
  const world = createWorld();
  await soaking(world);
  world.sweep({ ...CALM, 'error-rate': 0.02 });
  const form = modalOf(await world.press('U0OPS', world.card(), 'Resume…'));
  expect(await world.send('U0OPS', form, { reason: '' })).toMatchObject({ kind: 'errors' });
  await world.send('U0OPS', form, { reason: 'One bad client, blocked' });
  expect(world.run().overrides.at(-1)).toMatchObject({ reason: 'One bad client, blocked', by: 'U0OPS' });
  expect(modalOf(await resumeTyped())).toBeDefined();

  async function resumeTyped() {
    world.sweep({ ...CALM, 'error-rate': 0.09 });
    return world.type('U0OPS', 'resume');
  }
});

test('[V8] roll back asks once, with all it will do and leave out, and then does it', async () => {
  const world = createWorld();
  await soaking(world);
  const form = modalOf(await world.press('U0OPS', world.card(), 'Roll back…'));
  const asks = JSON.stringify(form.blocks);
  expect(asks).toContain('Runs: Take the users off');
  expect(asks).toContain('Left out: Take the migrations back (“Apply the migrations” never began)');
  expect(asks).toContain('Left out: Switch … off (inputs.flags is empty)');
  expect(await world.send('U0OPS', form, { picked: null, reason: '' })).toMatchObject({ kind: 'errors' });
  await world.send('U0OPS', form, { picked: '1', reason: 'carts are lost' });
  expect(world.run().rollback?.reason).toBe('A critical function is broken: carts are lost');
});

test('typed rollback asks the same, with the reason filled in', async () => {
  const world = createWorld();
  await soaking(world);
  const form = modalOf(await world.type('U0OPS', 'rollback Carts are lost'));
  expect(JSON.stringify(form.blocks)).toContain('"initial_value":"Carts are lost"');
  expect(world.run().rollback).toBeNull();
});

test('a step is skipped with a reason by whoever may', async () => {
  const world = createWorld();
  await versioned(world);
  world.end('build', { end: 'failed', says: 'exit 1' });
  const form = modalOf(await world.press('U0OPS', world.step('build'), 'Skip…'));
  await world.send('U0OPS', form, { reason: 'Built by hand' });
  expect(world.run().steps['build']).toMatchObject({ status: 'skipped', says: 'Built by hand', by: 'U0OPS' });
  expect(world.run().status).toBe('running');
});

test('a box that does not hold pauses the run', async () => {
  const world = createWorld();
  await started(world);
  world.end('version', { outputs: { version: '1.3.0' } });
  world.end('build');
  const answer = modalOf(await world.press('U0OPS', world.step('team'), 'Answer…'));
  expect(await world.send('U0OPS', answer, { 'input.tester': '', 'input.load': 'much' })).toMatchObject({
    kind: 'errors',
    errors: { 'input.tester': expect.stringContaining('an answer is needed'), 'input.load': '"much" is not a number' },
  });
  await world.send('U0OPS', answer, { 'input.tester': 'Li', 'input.load': '7' });
  const attach = modalOf(await world.press('U0OPS', world.step('plan'), 'Attach plan…'));
  expect(await world.send('U0OPS', attach, { link: 'my notes' })).toMatchObject({
    kind: 'errors',
    errors: { link: expect.stringContaining('https://') },
  });
  await world.send('U0OPS', attach, { link: 'https://wiki.example.com/plan' });
  await world.press('U0ANA', world.step('before'), 'Does not hold');
  expect(world.run().pause?.says).toContain('"The changelog is complete" does not hold');
});

test('the menu of the card shows status and plan, and opens the forms for note and abort', async () => {
  const world = createWorld();
  await prepared(world);
  expect(textOf(messageOf(await world.act('U0PO', 'release.more', 'status REL-1')))).toContain(
    'REL-1 · Shop 1.3.0 minor',
  );
  expect(messageOf(await world.act('U0PO', 'release.more', 'plan REL-1')).text).toContain('The plan behind REL-1');
  const note = modalOf(await world.act('U0PO', 'release.more', 'note REL-1'));
  await world.send('U0PO', note, { reason: 'Looks calm' });
  expect(world.story()).toContain('📌 Note by <@U0PO>: Looks calm');
  const abort = modalOf(await world.act('U0OPS', 'release.more', 'abort REL-1'));
  await world.send('U0OPS', abort, { reason: 'Wrong week' });
  expect(world.run()).toMatchObject({ status: 'aborted', abort: { reason: 'Wrong week', by: 'U0OPS' } });
});

test('a button whose value is not ours, or of another version, is refused and does nothing', async () => {
  const world = createWorld();
  await started(world);
  for (const value of ['', 'null', '{"run":1}', 'x'])
    expect(await world.act('U0ANA', 'release.pause', value)).toMatchObject({ kind: 'refusal', code: 'button.value' });
  expect(await world.act('U0ANA', 'release.dance', '{}')).toMatchObject({ kind: 'refusal', code: 'action.unknown' });
  expect(world.run().status).toBe('running');
});

test('facts that changed between the votes void them, and the card says so', async () => {
  const world = createWorld();
  await asked(world);
  await world.press('U0ANA', world.step('go'), 'Go');
  await world.press('U0PO', world.step('go'), 'Go');
  found(world, 'decide', 'does-not-hold');
  expect(textOf(world.step('go'))).toContain('_backup-age &lt; 24h changed: 30 h old, so every vote is asked again_');
});

test('a button that no longer works says where its step stands, who came first, and what works instead', async () => {
  const world = createWorld();
  await prepared(world);
  const value = (step: string) => JSON.stringify({ run: 'REL-1', step, attempt: 1, hash: 'x' });
  const said = async (action: string, step: string) => {
    const reply = await world.act('U0OPS', action, value(step));
    return reply.kind === 'refusal' ? reply.text : '';
  };
  expect(await said('release.confirm', 'people')).toBe(
    '"People are there" waits for no answer now: it is done already, by <@U0OPS>.',
  );
  expect(await said('release.retry', 'build')).toBe(
    '"Build" has not failed, so there is nothing to retry: it is done already.',
  );
  await world.type('U0PO', 'no-go Not this week');
  expect(await said('release.vote', 'go')).toBe(
    'The go/no-go of REL-1 was stopped by a no-go. Resume on the card asks the question again.',
  );
  await world.type('U0OPS', 'abort Enough');
  expect(await said('release.confirm', 'people')).toBe('REL-1 was aborted; only notes can still be added.');
});
