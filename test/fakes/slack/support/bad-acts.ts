import { MINUTE } from '#src/base/time.ts';
import type { BadAct } from './bad-act.ts';
import { BAD_SOCKETS } from './bad-sockets.ts';
import { actions, button, input, modal, typing } from './kit.ts';

const FORM = modal([input(typing())]);
const STEP = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Step' },
  blocks: [actions(button({ action_id: 'next' }))],
};

async function respond(url: string, body: string): Promise<boolean> {
  return (await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })).ok;
}

export const BAD_ACTS: readonly BadAct[] = [
  {
    rule: 'trigger-known',
    error: 'invalid_trigger_id',
    act: async ({ call }) => (await call('views.open', { trigger_id: '1.2.made-up', view: FORM })).body.ok,
  },
  {
    rule: 'trigger-fresh',
    error: 'expired_trigger_id',
    act: async ({ call, clock, trigger }) => {
      const trigger_id = await trigger();
      clock.advance(3_001);
      return (await call('views.open', { trigger_id, view: FORM })).body.ok;
    },
  },
  {
    rule: 'trigger-unused',
    error: 'exchanged_trigger_id',
    act: async ({ call, trigger }) => {
      const trigger_id = await trigger();
      await call('views.open', { trigger_id, view: FORM });
      return (await call('views.open', { trigger_id, view: FORM })).body.ok;
    },
  },
  {
    rule: 'view-stack',
    error: 'push_limit_reached',
    act: async ({ call, slack, bot, trigger }) => {
      await call('views.open', { trigger_id: await trigger(), view: STEP });
      const push = async () => {
        const view = slack.workspace.views.top('U0ANA')?.id ?? '';
        await slack.press({ user: 'U0ANA', view, actionId: 'next' });
        const trigger_id = String(bot.received.at(-1)?.payload['trigger_id']);
        return (await call('views.push', { trigger_id, view: STEP })).body.ok;
      };
      await push();
      await push();
      return push();
    },
  },
  {
    rule: 'view-external-id',
    error: 'duplicate_external_id',
    act: async ({ call, trigger }) => {
      const view = { ...FORM, external_id: 'declare' };
      await call('views.open', { trigger_id: await trigger('U0ANA'), view });
      return (await call('views.open', { trigger_id: await trigger('U0LI'), view })).body.ok;
    },
  },
  {
    rule: 'file-uploaded',
    error: 'file_not_found',
    act: async ({ call }) => {
      const { body } = await call('files.getUploadURLExternal', { filename: 'a.md', length: 3 });
      return (await call('files.completeUploadExternal', { files: [{ id: body['file_id'] }] })).body.ok;
    },
  },
  {
    rule: 'response-known',
    error: 'invalid_url',
    act: async ({ slack }) => respond(slack.apiUrl.replace('/api/', '/response/T0PRACTICE/R0NONE'), '{"text":"Hello"}'),
  },
  {
    rule: 'response-uses',
    error: 'used_url',
    act: async ({ responseUrl }) => {
      const url = await responseUrl();
      for (let use = 0; use < 5; use += 1) await respond(url, '{"text":"Hello"}');
      return respond(url, '{"text":"Hello"}');
    },
  },
  {
    rule: 'response-age',
    error: 'expired_url',
    act: async ({ responseUrl, clock }) => {
      const url = await responseUrl();
      clock.advance(30 * MINUTE + 1);
      return respond(url, '{"text":"Hello"}');
    },
  },
  {
    rule: 'response-json',
    error: 'invalid_payload',
    act: async ({ responseUrl }) => respond(await responseUrl(), 'Hello'),
  },
  {
    rule: 'answer-form',
    error: 'invalid_command_response',
    act: async ({ slack, bot }) => {
      bot.answerWith(() => ({ body: '{"text": "cut o' }));
      await slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release' });
      return slack.workspace.ephemerals.of('U0ANA').every(note => note.from === 'bot');
    },
  },
  {
    rule: 'answer-errors',
    error: 'invalid_errors',
    act: async ({ slack, bot, call, trigger }) => {
      await call('views.open', { trigger_id: await trigger(), view: FORM });
      bot.answerWith(() => ({ body: { response_action: 'errors', errors: { nowhere: 'Too short' } } }));
      const view = slack.workspace.views.top('U0ANA')?.id ?? '';
      await slack.submit({ user: 'U0ANA', view, values: { entry: 'text' } });
      return slack.workspace.views.get(view)?.trouble === undefined;
    },
  },
  {
    rule: 'event-scope',
    error: 'missing_scope',
    options: { scopes: ['channels:history'] },
    act: async ({ slack, bot }) => {
      const message = await slack.say({ user: 'U0ANA', channel: 'C0OPS', text: 'It burns' });
      await slack.react({ user: 'U0LI', message, name: 'pushpin' });
      return bot.received.length === 2;
    },
  },
  ...BAD_SOCKETS,
];
