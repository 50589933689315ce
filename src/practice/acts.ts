import type { Json, JsonObject } from '#src/base/json.ts';
import type { SlackFake } from '#src/fakes/slack/start.ts';
import type { FormValues, PageAction } from './protocol.ts';

/** What a person does in Slack; the rest of `PageAction` concerns the workspace itself. */
export type SlackAction = Extract<
  PageAction,
  {
    kind:
      | 'command'
      | 'say'
      | 'press'
      | 'submit'
      | 'close'
      | 'dismiss'
      | 'shortcut'
      | 'home'
      | 'react'
      | 'edit'
      | 'delete';
  }
>;

/** Does it as this person. Throws `fake.misused` with a sentence when no person could. */
export async function actInSlack(slack: SlackFake, user: string, action: SlackAction): Promise<void> {
  switch (action.kind) {
    case 'command': {
      const [command = '', ...rest] = action.text.split(' ');
      await slack.slash({ user, channel: action.channel, command, text: rest.join(' ').trim() });
      return;
    }
    case 'say': {
      const { channel, text, thread } = action;
      await slack.say({ user, channel, text, ...(thread === null ? {} : { thread_ts: thread }) });
      return;
    }
    case 'press':
      return press(slack, user, action);
    case 'submit':
      await slack.submit({ user, view: action.view, values: entriesOf(action.values) });
      return;
    case 'close':
      await slack.close({ user, view: action.view });
      return;
    case 'dismiss': {
      const note = slack.workspace.ephemerals.get(action.note);
      if (note?.user === user) slack.workspace.ephemerals.remove(note);
      return;
    }
    case 'shortcut': {
      const { id: callbackId, channel, ts } = action;
      if (channel === null || ts === null) await slack.shortcut({ user, callbackId });
      else await slack.messageShortcut({ user, callbackId, message: { channel, ts } });
      return;
    }
    case 'react': {
      const { channel, ts, name, remove } = action;
      await slack.react({ user, message: { channel, ts }, name, remove });
      return;
    }
    case 'edit': {
      const { channel, ts, text } = action;
      await slack.editMessage({ user, message: { channel, ts }, text });
      return;
    }
    case 'delete': {
      const { channel, ts } = action;
      await slack.deleteMessage({ user, message: { channel, ts } });
      return;
    }
    case 'home':
      await slack.openHome({ user });
      return;
    default:
      throw new Error(`unknown action ${JSON.stringify(action satisfies never)}`);
  }
}

/** The page has already asked what the button's confirm dialog asks. */
async function press(slack: SlackFake, user: string, action: SlackAction & { kind: 'press' }): Promise<void> {
  const { workspace } = slack;
  const selected = action.value === null ? {} : { selected: selectedOf(action.value) };
  const act = { user, actionId: action.actionId, blockId: action.blockId, confirmed: true, ...selected };
  const note = action.note === undefined ? undefined : workspace.ephemerals.get(action.note);
  const view = action.view === undefined ? undefined : workspace.views.get(action.view);
  if (view) {
    // Slack sends along what is typed so far in the form around a button.
    const typed = action.values ? { ...view.values, ...action.values } : view.values;
    await slack.press({ ...act, view: workspace.views.note(view, { values: typed }) });
  } else if (note) await slack.press({ ...act, ephemeral: note });
  else await slack.press({ ...act, message: { channel: action.channel ?? '', ts: action.ts ?? '' } });
}

/** The part of Slack's value that was chosen: `{ type, selected_user }` -> the user. */
function selectedOf(value: JsonObject): Json {
  const [, chosen = null] = Object.entries(value).find(([key]) => key !== 'type') ?? [];
  return chosen;
}

/** By action id, in the form the fake takes. */
function entriesOf(values: FormValues): { [actionId: string]: JsonObject } {
  return Object.assign({}, ...Object.values(values));
}
