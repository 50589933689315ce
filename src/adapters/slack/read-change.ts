import { DeletedPayload, EditedPayload, type Written } from './event-payloads.ts';
import { type Heard, NOWHERE, person } from './heard.ts';

/** An edit or a deletion; null for whatever else happens to messages, and for messages of bots. */
export function readChange(body: unknown, botUser: string | undefined): Heard | null {
  const edited = EditedPayload.safeParse(body).data;
  if (edited) return edit(edited, botUser);
  const deleted = DeletedPayload.safeParse(body).data;
  if (!deleted) return null;
  const { event, event_id: key, team_id: team } = deleted;
  const { channel, deleted_ts: ts, previous_message: gone } = event;
  // Slack does not say who deleted it; it tells whose it was.
  return isBots(gone, botUser) ? null : heard({ key, team, by: gone.user, channel, ts, text: null }, gone);
}

function edit({ event, event_id: key, team_id: team }: EditedPayload, botUser: string | undefined): Heard | null {
  const { channel, message, previous_message: before } = event;
  const { ts } = message;
  // What a deleted message with replies leaves behind; the words on it are Slack's.
  if (message.subtype === 'tombstone') {
    if (!before || isBots(before, botUser)) return null;
    return heard({ key, team, by: before.user, channel, ts, text: null }, before);
  }
  if (isBots(message, botUser) || !saysSomethingElse(message, before)) return null;
  return heard({ key, team, by: message.edited?.user ?? message.user, channel, ts, text: message.text }, message);
}

/** Unfurled links, new replies and broadcasts come as changes, too, but no word has changed. */
function saysSomethingElse(message: Written, before: Written | null | undefined): boolean {
  return before ? message.text !== before.text : Boolean(message.edited);
}

function isBots({ bot_id: bot, user }: Written, botUser: string | undefined): boolean {
  return Boolean(bot) || user === botUser;
}

type Change = {
  readonly key: string;
  readonly team: string;
  readonly by: string;
  readonly channel: string;
  readonly ts: string;
  readonly text: string | null;
};

function heard({ key, team, by, channel, ts, text }: Change, message: Written): Heard {
  return {
    incoming: {
      kind: 'changed',
      key,
      person: person(by, message.user_team ?? message.team ?? team),
      channel,
      thread: message.thread_ts ?? null,
      message: { channel, ts, text },
    },
    where: NOWHERE,
  };
}
