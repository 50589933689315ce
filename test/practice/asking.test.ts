import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SlackFake, startSlackFake } from '#src/fakes/slack/start.ts';
import { watchForQuestions } from '#src/practice/asking.ts';

let slack: SlackFake;
let asked: () => string | null;

beforeEach(async () => {
  slack = await startSlackFake({
    users: [
      { id: 'U0ANA', name: 'ana', real_name: 'Ana Ruiz' },
      { id: 'U0BEN', name: 'ben', real_name: 'Ben Ito' },
    ],
    channels: [{ id: 'C0ONE', name: 'one' }],
  });
  asked = watchForQuestions(slack);
});

afterEach(() => slack[Symbol.asyncDispose]());

function say(text: string, action: string | null) {
  const { user_id: user, bot_id } = slack.workspace.directory.bot;
  const section = { type: 'section', text: { type: 'mrkdwn', text } };
  const button = { type: 'button', action_id: action ?? '', text: { type: 'plain_text', text: 'Snooze…' } };
  const blocks = action === null ? [section] : [section, { type: 'actions', elements: [button] }];
  return slack.workspace.messages.post({ channel: 'C0ONE', user, bot_id, text, blocks });
}

test('a card that begins to wait for somebody is told once', () => {
  say('Waiting for: QA <@U0BEN> · Captain <@U0ANA> · T = now', null);
  expect(asked()).toBe('Stopped: gonogo waits for Ben Ito.');
  expect(asked()).toBe(null);
});

test('the card of a drill, which has no captain, waits for people too', () => {
  say('Waiting for: On-call <@U0BEN> · Started by <@U0ANA> now', null);
  expect(asked()).toBe('Stopped: gonogo waits for Ben Ito.');
});

test('a reminder asks whom it names, once, and each further reminder asks again', () => {
  say('<@U0ANA>: update due for SEV1 INC-1.', 'gonogo:incident.snooze');
  expect(asked()).toBe('Stopped: gonogo waits for Ana Ruiz.');
  expect(asked()).toBe(null);
  say('<@U0ANA>: update due for SEV1 INC-1.', 'gonogo:incident.snooze');
  expect(asked()).toBe('Stopped: gonogo waits for Ana Ruiz.');
});

test('a reminder that was answered, and a message that only mentions somebody, ask nobody', () => {
  say('Reminder for INC-1: answered by <@U0ANA>.', null);
  say('<@U0ANA> posted an update.', 'gonogo:incident.update');
  expect(asked()).toBe(null);
});
