import { expect, test } from 'vitest';
import { actions, button, input, modal, option, plain, section, select, typing } from './support/kit.ts';
import { startWorld, type World } from './support/world.ts';

const FORM = modal(
  [
    input(typing(), { block_id: 'title' }),
    input(
      select({ options: [option('SEV1', 'sev1'), option('SEV2', 'sev2')], initial_option: option('SEV2', 'sev2') }),
      {
        block_id: 'severity',
      },
    ),
    input({ type: 'users_select', action_id: 'lead' }, { block_id: 'lead', optional: true }),
  ],
  { private_metadata: 'secret' },
);

async function opened(world: World, view = FORM) {
  await world.client.views.open({ trigger_id: await world.trigger(), view: view as never });
  return world.slack.workspace.views.top('U0ANA')?.id ?? '';
}

test('a submission carries what was entered beside what stood there', async () => {
  const world = await startWorld();
  const { slack, bot } = world;
  const view = await opened(world);

  await slack.submit({ user: 'U0ANA', view, values: { title: 'Checkout down', lead: 'U0LI' } });

  expect(bot.received.at(-1)?.payload).toMatchObject({
    type: 'view_submission',
    view: {
      id: view,
      hash: expect.any(String),
      private_metadata: 'secret',
      state: {
        values: {
          title: { entry: { type: 'plain_text_input', value: 'Checkout down' } },
          severity: { pick: { type: 'static_select', selected_option: { value: 'sev2' } } },
          lead: { lead: { type: 'users_select', selected_user: 'U0LI' } },
        },
      },
    },
  });
  expect(slack.workspace.views.stack('U0ANA')).toEqual([]);
});

test('a form with a required field left empty is not sent', async () => {
  const world = await startWorld();
  const view = await opened(world);
  const before = world.bot.received.length;

  const { errors } = await world.slack.submit({ user: 'U0ANA', view });

  expect(errors).toEqual({ title: 'Please complete this required field.' });
  expect(world.bot.received).toHaveLength(before);
});

test('errors keep the modal with its id and hash, and the next submission clears them', async () => {
  const world = await startWorld();
  const { slack, bot } = world;
  const view = await opened(world);
  const hash = slack.workspace.views.get(view)?.hash;
  bot.answerWith(() => ({ body: { response_action: 'errors', errors: { title: 'Too short' } } }));

  const { errors } = await slack.submit({ user: 'U0ANA', view, values: { title: 'x' } });
  expect(errors).toEqual({ title: 'Too short' });
  expect(slack.workspace.views.get(view)?.hash).toBe(hash);

  bot.answerWith(() => undefined);
  await slack.submit({ user: 'U0ANA', view, values: { title: 'Checkout down' } });
  expect(slack.workspace.views.get(view)).toBeUndefined();
});

test('an answer can update, push and clear', async () => {
  const world = await startWorld();
  const { slack, bot } = world;
  const { views } = slack.workspace;
  const view = await opened(world);
  const step = (title: string) => modal([section(title)], { title: plain(title) });

  bot.answerWith(() => ({ body: { response_action: 'update', view: step('Two') } }));
  await slack.submit({ user: 'U0ANA', view, values: { title: 'x' } });
  expect(views.top('U0ANA')).toMatchObject({ id: view, content: { title: { text: 'Two' } } });

  bot.answerWith(() => ({ body: { response_action: 'push', view: step('Three') } }));
  await slack.submit({ user: 'U0ANA', view });
  expect(views.stack('U0ANA')).toMatchObject([{ id: view }, { previous: view, root: view }]);

  bot.answerWith(() => ({ body: { response_action: 'clear' } }));
  await slack.submit({ user: 'U0ANA', view: views.top('U0ANA')?.id ?? '' });
  expect(views.stack('U0ANA')).toEqual([]);
});

test('a failed submission leaves the form open with a word of Slack', async () => {
  const world = await startWorld();
  const view = await opened(world);
  world.bot.answerWith(() => ({ status: 500 }));

  await world.slack.submit({ user: 'U0ANA', view, values: { title: 'Checkout down' } });

  expect(world.slack.workspace.views.get(view)).toMatchObject({
    trouble: 'We had some trouble connecting. Try again?',
    values: { title: { entry: { value: 'Checkout down' } } },
  });
});

test('an update keeps what a person entered in fields that stay, and takes a new hash', async () => {
  const world = await startWorld();
  const { slack, client } = world;
  const loading = modal([section('Loading'), actions(button({ action_id: 'again' }))], { submit: undefined as never });
  const view = await opened(world, loading);
  const hash = slack.workspace.views.get(view)?.hash ?? '';

  await client.views.update({ view_id: view, hash, view: FORM as never });

  await expect(client.views.update({ view_id: view, hash, view: FORM as never })).rejects.toThrow(/hash_conflict/);
  expect(slack.workspace.views.get(view)?.values).toMatchObject({ title: { entry: { value: null } } });
});

test('a closed modal tells the bot only if it asked to be told', async () => {
  const world = await startWorld();
  const { slack, bot } = world;
  await slack.close({ user: 'U0ANA', view: await opened(world) });
  expect(bot.received.at(-1)?.payload).not.toHaveProperty('type', 'view_closed');

  await slack.close({ user: 'U0ANA', view: await opened(world, { ...FORM, notify_on_close: true } as typeof FORM) });
  expect(bot.received.at(-1)?.payload).toMatchObject({ type: 'view_closed', is_cleared: false });
});

test('the clock given decides a trigger, or the machine where the option says so', async () => {
  const { client, clock, trigger } = await startWorld({ triggerClock: 'machine' });
  const trigger_id = await trigger();
  clock.advance(60_000);

  expect(await client.views.open({ trigger_id, view: FORM as never })).toMatchObject({ ok: true });
});

test('an external select offers what the bot answers', async () => {
  const world = await startWorld();
  const { slack, bot } = world;
  const search = input({ type: 'external_select', action_id: 'service', min_query_length: 0 }, { block_id: 'service' });
  const view = await opened(world, modal([search]));
  bot.answerWith(() => ({ body: { options: [option('Checkout', 'checkout')] } }));

  const { options } = await slack.suggest({
    user: 'U0ANA',
    view,
    actionId: 'service',
    blockId: 'service',
    value: 'che',
  });

  expect(options).toMatchObject([{ value: 'checkout' }]);
  expect(bot.received.at(-1)?.payload).toMatchObject({ type: 'block_suggestion', value: 'che', action_id: 'service' });
});
