import { z } from 'zod';

/** What we read of Slack's payloads, and nothing else: Slack adds fields whenever it likes. */

const Text = z.string().nullish();
const Option = z.object({ value: z.string() });

/** One input or control, whatever its type: each type fills some of these. */
export const Field = z.object({
  value: Text,
  selected_option: Option.nullish(),
  selected_options: z.array(Option).nullish(),
  selected_user: Text,
  selected_users: z.array(z.string()).nullish(),
  selected_channel: Text,
  selected_channels: z.array(z.string()).nullish(),
  selected_conversation: Text,
  selected_conversations: z.array(z.string()).nullish(),
  selected_date: Text,
  selected_time: Text,
  selected_date_time: z.number().nullish(),
  files: z.array(z.object({ id: z.string() })).nullish(),
});
export type Field = z.infer<typeof Field>;

const View = z.object({
  id: z.string(),
  hash: z.string().optional(),
  type: z.string().optional(),
  callback_id: z.string().optional(),
  private_metadata: z.string().default(''),
});

const User = z.object({ id: z.string(), team_id: z.string().optional() });
const Team = z.object({ id: z.string() }).nullish();

export const CommandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  team_id: z.string().default(''),
  channel_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string(),
});
export type CommandPayload = z.infer<typeof CommandPayload>;

export const ActionPayload = z.object({
  user: User,
  team: Team,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).nullish(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).nullish(),
  container: z.object({ thread_ts: z.string().optional() }).nullish(),
  view: View.nullish(),
  actions: z.tuple([Field.extend({ action_id: z.string() })], z.unknown()),
});
export type ActionPayload = z.infer<typeof ActionPayload>;

export const FormPayload = z.object({
  // A closed form comes the same way and says nothing.
  type: z.literal('view_submission'),
  user: User,
  team: Team,
  view: View.extend({
    callback_id: z.string(),
    hash: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), Field)) }),
  }),
});
export type FormPayload = z.infer<typeof FormPayload>;

export const ShortcutPayload = z.object({
  user: User,
  team: Team,
  callback_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).nullish(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional(), text: z.string().default('') }).nullish(),
});
export type ShortcutPayload = z.infer<typeof ShortcutPayload>;
