import type { JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { messageOnWire, viewOnWire } from '../api/wire.ts';
import { checkShape } from '../blocks/check-shape.ts';
import { OPTION_GROUPS, OPTIONS } from '../blocks/objects.ts';
import { Refused } from '../judge.ts';
import { parseJson, respond, troubleOf } from './respond.ts';
import {
  type Acted,
  acted,
  actionStamp,
  channelNamed,
  envelope,
  interact,
  type MessageLike,
  messageOf,
  misused,
  personOf,
  type Stage,
  type ViewLike,
  viewOf,
} from './stage.ts';

/** A person closes a modal with its X. The bot hears of it only if the view asked to be told. */
export async function close(stage: Stage, act: { user: string; view: ViewLike; all?: boolean }): Promise<Acted> {
  const view = viewOf(stage, act.view);
  stage.workspace.views.close(view, act.all === true || view.content['clear_on_close'] === true);
  if (view.content['notify_on_close'] !== true) return { ack: { status: undefined, body: '' }, elapsed: 0 };
  const payload = { ...envelope(stage, personOf(stage, act.user)), view: viewOnWire(view, stage) };
  return acted(await interact(stage, 'view_closed', { type: 'view_closed', ...payload, is_cleared: act.all === true }));
}

export type ShortcutAct = { readonly user: string; readonly callbackId: string };

/** A person chooses a shortcut from the lightning menu. */
export async function shortcut(stage: Stage, act: ShortcutAct): Promise<Acted> {
  return acted(await interact(stage, 'shortcut', { type: 'shortcut', ...chosen(stage, act, 'global') }));
}

/** A person chooses a shortcut from a message's menu. */
export async function messageShortcut(
  stage: Stage,
  act: ShortcutAct & { readonly message: MessageLike },
): Promise<Acted> {
  const message = messageOf(stage, act.message);
  const target = { channel: message.channel, user: act.user };
  const delivery = await interact(stage, 'message_action', {
    type: 'message_action',
    ...chosen(stage, act, 'message'),
    message_ts: message.ts,
    channel: channelNamed(stage, message.channel),
    message: messageOnWire(message, stage),
    response_url: stage.answers.issue(target),
  });
  if (troubleOf(delivery) !== undefined) respond(stage, delivery, target, 'This app did not respond:');
  return acted(delivery);
}

/** What every shortcut carries. Throws `fake.misused` when the manifest has no such shortcut. */
function chosen(stage: Stage, { user, callbackId }: ShortcutAct, kind: 'global' | 'message'): JsonObject {
  const known = stage.app.shortcuts;
  if (known && !known.some(one => one.callback_id === callbackId && one.type === kind)) {
    misused(`The manifest has no ${kind} shortcut ${callbackId}.`);
  }
  return {
    ...envelope(stage, personOf(stage, user)),
    callback_id: callbackId,
    trigger_id: stage.triggers.issue(user),
    action_ts: actionStamp(stage),
  };
}

export type SuggestAct = {
  readonly user: string;
  readonly view?: ViewLike;
  readonly message?: MessageLike;
  readonly actionId: string;
  readonly blockId: string;
  /** What the person typed into the select so far. */
  readonly value: string;
};

/** A person types into an external select; answers the options the bot offers. */
export async function suggest(
  stage: Stage,
  act: SuggestAct,
): Promise<Acted & { readonly options: readonly JsonObject[] }> {
  const delivery = await interact(stage, 'block_suggestion', {
    type: 'block_suggestion',
    ...envelope(stage, personOf(stage, act.user)),
    ...surroundings(stage, act),
    action_id: act.actionId,
    block_id: act.blockId,
    value: act.value,
  });
  return { ...acted(delivery), options: troubleOf(delivery) === undefined ? readOptions(stage, delivery.body) : [] };
}

function surroundings(stage: Stage, act: SuggestAct): JsonObject {
  if (act.view !== undefined) {
    const view = viewOf(stage, act.view);
    return { container: { type: 'view', view_id: view.id }, view: viewOnWire(view, stage) };
  }
  const message = messageOf(stage, act.message ?? misused('Say where the select is: message or view.'));
  return {
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
    channel: channelNamed(stage, message.channel),
    message: messageOnWire(message, stage),
  };
}

function readOptions(stage: Stage, body: string): readonly JsonObject[] {
  const answer = parseJson(body);
  const { options, option_groups: groups } = isObject(answer) ? answer : {};
  const empty = Array.isArray(options) && options.length === 0;
  const breaches =
    groups === undefined
      ? empty
        ? []
        : checkShape(options, OPTIONS, '/options')
      : checkShape(groups, OPTION_GROUPS, '/option_groups');
  const [first] = breaches.filter(breach => stage.judge.holds(breach.rule));
  if (first) {
    const details = breaches.map(breach => `${breach.pointer}: ${breach.message}`);
    stage.noteRefusal('ack of block_suggestion', new Refused(first.rule, 'invalid_response', details));
    return [];
  }
  const inGroups = Array.isArray(groups) ? groups.filter(isObject).flatMap(group => group['options']) : [];
  return [...(Array.isArray(options) ? options : []), ...inGroups].filter(isObject);
}
