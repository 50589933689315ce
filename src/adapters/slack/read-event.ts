import { z } from 'zod';
import type { Incoming } from '#src/chat/incoming.ts';
import { HomePayload, MentionPayload, ReactionPayload } from './event-payloads.ts';
import { type Heard, NOWHERE, person } from './heard.ts';
import { readChange } from './read-change.ts';

/** 📌. No other emoji means anything here, and each would cost a look-up of its message's thread. */
const PIN = 'pushpin';

const Kind = z.object({ event: z.object({ type: z.string(), subtype: z.string().nullish() }) });

/** Answers null for what says nothing to us: other emoji, bots, edits of mentions, and every new message in every channel. */
export function readEvent(body: unknown, botUser: string | undefined): Heard | null {
  const { event } = Kind.safeParse(body).data ?? {};
  switch (event?.type) {
    case 'app_mention':
      return mention(MentionPayload.safeParse(body).data, botUser);
    case 'app_home_opened':
      return home(HomePayload.safeParse(body).data);
    case 'reaction_added':
      return reaction(ReactionPayload.safeParse(body).data);
    case 'message':
      // Most events by far are new messages; they go no further than this line.
      return event.subtype ? readChange(body, botUser) : null;
    default:
      return null;
  }
}

function mention(payload: MentionPayload | undefined, botUser: string | undefined): Heard | null {
  if (!payload) return null;
  const { event, event_id: key, team_id: team } = payload;
  if (event.bot_id || event.subtype || event.edited) return null;
  const { channel } = event;
  const thread = event.thread_ts ?? null;
  const incoming: Incoming = {
    kind: 'mention',
    key,
    person: person(event.user, event.user_team ?? event.team ?? team),
    channel,
    thread,
    text: afterMention(event.text, botUser),
  };
  return { incoming, where: { ...NOWHERE, place: { channel, thread } } };
}

function home(payload: HomePayload | undefined): Heard | null {
  if (!payload) return null;
  const { event, event_id: key, team_id: team } = payload;
  return {
    incoming: { kind: 'home', key, person: person(event.user, team), channel: null, thread: null },
    where: NOWHERE,
  };
}

/** Slack does not tell the thread; `answer.ts` asks for it. */
function reaction(payload: ReactionPayload | undefined): Heard | null {
  if (payload?.event.reaction !== PIN) return null;
  const { event, event_id: key, team_id: team } = payload;
  const { channel, ts } = event.item;
  return {
    incoming: {
      kind: 'reaction',
      key,
      person: person(event.user, team),
      channel,
      thread: null,
      reaction: event.reaction,
      message: { channel, ts },
    },
    where: { ...NOWHERE, place: { channel, thread: null } },
  };
}

/** `note x` of `please <@U0BOT> note x`. Until Slack said who we are, the first mention counts as ours. */
function afterMention(text: string, botUser: string | undefined): string {
  const [ours] = text.match(new RegExp(`<@${botUser ?? '[UW][A-Z0-9]+'}(\\|[^>]*)?>`)) ?? [];
  return (ours === undefined ? text : text.slice(text.indexOf(ours) + ours.length)).trim();
}
