import type { Json, JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { messageOnWire, viewOnWire } from '../api/wire.ts';
import { elementsOf } from '../blocks/elements-of.ts';
import type { Ephemeral } from '../ephemerals.ts';
import type { AnswerTarget } from '../response-urls.ts';
import type { View } from '../views.ts';
import type { Delivery } from './deliver.ts';
import { stateOf } from './form.ts';
import { respond, troubleOf } from './respond.ts';
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

export type PressAct = {
  readonly user: string;
  /** Where the button is. A `Message` object is pressed as it looked, even if it has changed since: a stale screen. */
  readonly message?: MessageLike;
  readonly ephemeral?: Ephemeral;
  readonly view?: ViewLike;
  readonly actionId: string;
  readonly blockId?: string;
  /** Which of several buttons with this action_id: the one with this value. */
  readonly value?: string;
  /** What was chosen, for anything but a button: an option's value, a user id, a date ... */
  readonly selected?: Json;
  /** The person agreed to the element's confirm dialog. */
  readonly confirmed?: boolean;
};

export type Pressed = Acted & {
  /** The dialog that stands before the action: nothing was sent. Press again with `confirmed`. */
  readonly asked?: JsonObject;
};

type Found = { readonly element: JsonObject; readonly blockId: string };
type Ground = {
  readonly blocks: unknown;
  readonly payload: JsonObject;
  readonly target: AnswerTarget | undefined;
  readonly view?: View;
};

/** A person presses a button or chooses something: `block_actions`. */
export async function press(stage: Stage, act: PressAct): Promise<Pressed> {
  const person = personOf(stage, act.user);
  const ground = groundOf(stage, act);
  const { element, blockId } = findElement(ground.blocks, act);
  const { confirm } = element;
  if (isObject(confirm) && act.confirmed !== true) {
    return { ack: { status: undefined, body: '' }, elapsed: 0, asked: confirm };
  }
  const trigger_id = stage.triggers.issue(act.user, ground.view?.id);
  const response_url = ground.target && stage.answers.issue(ground.target);
  const delivery = await interact(stage, 'block_actions', {
    type: 'block_actions',
    ...envelope(stage, person),
    trigger_id,
    ...ground.payload,
    ...(response_url === undefined ? {} : { response_url }),
    actions: [{ ...actionOf(element, act), block_id: blockId, action_ts: actionStamp(stage) }],
  });
  show(stage, delivery, ground, act.user);
  return acted(delivery);
}

function show(stage: Stage, delivery: Delivery, { target, view }: Ground, user: string) {
  const trouble = troubleOf(delivery);
  if (target) {
    // Slack ignores the body of an acknowledged press; only a failed one is told to the person.
    if (trouble !== undefined) respond(stage, delivery, { ...target, user }, 'This app did not respond:');
  } else if (view && trouble !== undefined) {
    const current = stage.workspace.views.get(view.id);
    if (current) stage.workspace.views.note(current, { trouble: 'This app did not respond.' });
  }
}

function groundOf(stage: Stage, act: PressAct): Ground {
  if (act.view !== undefined) return viewGround(stage, act);
  if (act.ephemeral) return ephemeralGround(stage, act.ephemeral);
  const message = messageOf(stage, act.message ?? misused('Say where the button is: message, ephemeral or view.'));
  const { channel, ts, thread_ts, blocks } = message;
  const thread: JsonObject = thread_ts === undefined ? {} : { thread_ts };
  return {
    blocks,
    target: { channel, user: act.user, message: ts, ...(thread_ts === undefined ? {} : { thread_ts }) },
    payload: {
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false, ...thread },
      channel: channelNamed(stage, channel),
      message: messageOnWire(message, stage),
      state: { values: {} },
    },
  };
}

/** An ephemeral has no message in its payload, only its place. */
function ephemeralGround(stage: Stage, note: Ephemeral): Ground {
  const { id, channel, ts, thread_ts, user, blocks } = note;
  const thread: JsonObject = thread_ts === undefined ? {} : { thread_ts };
  return {
    blocks,
    target: { channel, user, ephemeral: id, ...(thread_ts === undefined ? {} : { thread_ts }) },
    payload: {
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: true, ...thread },
      channel: channelNamed(stage, channel),
      state: { values: {} },
    },
  };
}

function viewGround(stage: Stage, act: PressAct): Ground {
  const before = viewOf(stage, act.view ?? '');
  const { blocks } = before.content;
  const { element, blockId } = findElement(blocks, act);
  const chosen = act.selected !== undefined && element['type'] !== 'button' && element['type'] !== 'overflow';
  const entered = chosen ? { [act.actionId]: stateOf(element, act.selected ?? null) } : {};
  const values = chosen ? { ...before.values, [blockId]: { ...before.values[blockId], ...entered } } : before.values;
  const view = chosen ? stage.workspace.views.note(before, { values }) : before;
  const payload = { container: { type: 'view', view_id: view.id }, view: viewOnWire(view, stage) };
  return { blocks, target: undefined, view, payload };
}

function findElement(blocks: unknown, act: PressAct): Found {
  const all = (Array.isArray(blocks) ? blocks.filter(isObject) : []).flatMap(block =>
    elementsOf(block).map(({ element }) => ({ element, blockId: String(block['block_id']) })),
  );
  const found = all.find(one => {
    const inBlock = act.blockId === undefined || one.blockId === act.blockId;
    const isMeant = act.value === undefined || one.element['value'] === act.value;
    return inBlock && isMeant && one.element['action_id'] === act.actionId;
  });
  const known = all.map(one => one.element['action_id']).filter(id => id !== undefined);
  return found ?? misused(`Nothing here has the action_id ${act.actionId}; there is ${known.join(', ') || 'nothing'}.`);
}

function actionOf(element: JsonObject, act: PressAct): JsonObject {
  const { type, text, value } = element;
  const action_id = act.actionId;
  if (type === 'button') {
    return { type, action_id, ...(isObject(text) ? { text } : {}), ...(value === undefined ? {} : { value }) };
  }
  return { ...stateOf(element, act.selected ?? null), action_id };
}
