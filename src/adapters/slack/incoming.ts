import type { z } from 'zod';
import { formValues, ownName, textOf } from './fields.ts';
import { type Heard, NOWHERE, person, type Where } from './heard.ts';
import { ActionPayload, CommandPayload, FormPayload, ShortcutPayload } from './payloads.ts';
import { readEvent } from './read-event.ts';

/** Payload kinds, one Bolt listener each. */
export type PayloadKind = 'command' | 'action' | 'view' | 'shortcut' | 'options' | 'event';

/** Answers null for what is not ours or asks nothing: other apps' buttons, link buttons, bots, edits. */
export function readPayload(kind: PayloadKind, body: unknown, botUser: string | undefined): Heard | null {
  switch (kind) {
    case 'command':
      return read(CommandPayload, body, command);
    case 'action':
      return read(ActionPayload, body, action);
    case 'view':
      return read(FormPayload, body, form);
    case 'shortcut':
      return read(ShortcutPayload, body, shortcut);
    case 'event':
      return readEvent(body, botUser);
    default:
      return null;
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown, make: (payload: T) => Heard | null): Heard | null {
  const parsed = schema.safeParse(body);
  return parsed.success ? make(parsed.data) : null;
}

function command(payload: CommandPayload): Heard {
  const { trigger_id: key, channel_id: channel, response_url: responseUrl, text } = payload;
  return {
    incoming: {
      kind: 'command',
      key,
      person: person(payload.user_id, payload.team_id),
      channel,
      thread: null,
      noun: payload.command.replace(/^\//, ''),
      text,
    },
    where: { ...NOWHERE, triggerId: key, responseUrl, place: { channel, thread: null } },
  };
}

function action(payload: ActionPayload): Heard | null {
  const { trigger_id: key, user, team, view } = payload;
  const [pressed] = payload.actions;
  const name = ownName(pressed.action_id);
  if (name === undefined) return null;
  const channel = payload.channel?.id ?? null;
  const thread = payload.message?.thread_ts ?? payload.container?.thread_ts ?? null;
  // A home tab is a view too, but no modal: nothing typed, nothing to replace.
  const modal = view && view.type !== 'home' ? view : null;
  return {
    incoming: {
      kind: 'action',
      key,
      person: person(user.id, user.team_id ?? team?.id),
      channel,
      thread,
      action: name,
      value: textOf(pressed),
      view: modal && { id: modal.id, metadata: modal.private_metadata },
    },
    where: {
      triggerId: key,
      responseUrl: payload.response_url ?? null,
      view: modal && { id: modal.id, hash: modal.hash ?? null },
      place: modal ? placeIn(modal.private_metadata) : channel === null ? null : { channel, thread },
    },
  };
}

function form({ user, team, view }: FormPayload): Heard | null {
  const name = ownName(view.callback_id);
  if (name === undefined) return null;
  return {
    incoming: {
      kind: 'form',
      key: view.id + view.hash,
      person: person(user.id, user.team_id ?? team?.id),
      channel: null,
      thread: null,
      form: name,
      metadata: view.private_metadata,
      values: formValues(view.state.values),
    },
    where: { ...NOWHERE, view: { id: view.id, hash: null }, place: placeIn(view.private_metadata) },
  };
}

function shortcut(payload: ShortcutPayload): Heard | null {
  const { trigger_id: key, user, team, message } = payload;
  const name = ownName(payload.callback_id);
  if (name === undefined) return null;
  const channel = payload.channel?.id ?? null;
  const thread = message?.thread_ts ?? null;
  return {
    incoming: {
      kind: 'shortcut',
      key,
      person: person(user.id, user.team_id ?? team?.id),
      channel,
      thread,
      shortcut: name,
      message: message && channel !== null ? { channel, ts: message.ts, text: message.text } : null,
    },
    where: {
      ...NOWHERE,
      triggerId: key,
      responseUrl: payload.response_url ?? null,
      place: channel === null ? null : { channel, thread },
    },
  };
}

/** A modal has no channel of its own; `{"channel","thread"}` in its metadata says where it was opened. */
function placeIn(metadata: string): Where['place'] {
  try {
    const { channel, thread } = JSON.parse(metadata) as { channel?: unknown; thread?: unknown };
    if (typeof channel !== 'string' || channel === '') return null;
    return { channel, thread: typeof thread === 'string' ? thread : null };
  } catch {
    return null;
  }
}
