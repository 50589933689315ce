import { z } from 'zod';

/** What we read of Slack's events, and nothing else. */

const Text = z.string().nullish();
const Envelope = { team_id: z.string(), event_id: z.string() };

export const MentionPayload = z.object({
  ...Envelope,
  event: z.object({
    type: z.literal('app_mention'),
    user: z.string(),
    text: z.string(),
    channel: z.string(),
    thread_ts: z.string().optional(),
    // The author's workspace, which in a shared channel need not be ours.
    user_team: z.string().optional(),
    team: z.string().optional(),
    bot_id: Text,
    subtype: Text,
    edited: z.unknown().optional(),
  }),
});
export type MentionPayload = z.infer<typeof MentionPayload>;

export const HomePayload = z.object({
  ...Envelope,
  event: z.object({ type: z.literal('app_home_opened'), user: z.string(), tab: z.literal('home') }),
});
export type HomePayload = z.infer<typeof HomePayload>;

export const ReactionPayload = z.object({
  ...Envelope,
  event: z.object({
    type: z.literal('reaction_added'),
    user: z.string(),
    reaction: z.string(),
    item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
  }),
});
export type ReactionPayload = z.infer<typeof ReactionPayload>;

const Written = z.object({
  user: z.string(),
  user_team: z.string().optional(),
  team: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: Text,
  bot_id: Text,
  edited: z.object({ user: z.string() }).nullish(),
});
export type Written = z.infer<typeof Written>;

export const EditedPayload = z.object({
  ...Envelope,
  event: z.object({
    type: z.literal('message'),
    subtype: z.literal('message_changed'),
    channel: z.string(),
    message: Written,
    previous_message: Written.nullish(),
  }),
});
export type EditedPayload = z.infer<typeof EditedPayload>;

export const DeletedPayload = z.object({
  ...Envelope,
  event: z.object({
    type: z.literal('message'),
    subtype: z.literal('message_deleted'),
    channel: z.string(),
    deleted_ts: z.string(),
    previous_message: Written,
  }),
});
export type DeletedPayload = z.infer<typeof DeletedPayload>;
