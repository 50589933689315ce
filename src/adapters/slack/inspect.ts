import { z } from 'zod';
import type { Standing } from '#src/domain/actor.ts';
import { createByEmail } from './by-email.ts';
import { type CallOptions, createCall } from './call.ts';
import { refusalWord } from './failures.ts';
import { Groups } from './groups.ts';
import { Identity } from './identity.ts';
import { standingOf, UserInfo } from './people.ts';

const WhoAmI = Identity.extend({ bot_id: z.string().optional(), team: z.string().optional() });
const Opened = z.object({ url: z.string() });
const ChannelInfo = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
  }),
});

/** Whose token it is, what it may, and Slack's clock when it said so. */
export type TokenSeen = {
  readonly team: string;
  readonly teamId: string;
  /** False: the token of a person. */
  readonly isBot: boolean;
  /** Null: Slack did not say. */
  readonly scopes: readonly string[] | null;
  /** How far this machine's clock is ahead of Slack's, in ms, give or take a second; null: Slack did not say. */
  readonly aheadMs: number | null;
};

export type ChannelSeen = { readonly name: string; readonly isMember: boolean; readonly isArchived: boolean };
export type GroupSeen = { readonly id: string; readonly handle: string; readonly users: readonly string[] };

export type SlackInspector = ReturnType<typeof createSlackInspector>;

/**
 * Asks how the workspace is set up; changes nothing and posts nothing. Everything throws `chat.failed` when Slack
 * refuses or cannot be reached; what Slack does not know is null.
 */
export function createSlackInspector(options: CallOptions & { readonly appToken: string | null; now(): number }) {
  const call = createCall(options);
  const { appToken, now } = options;

  async function token(): Promise<TokenSeen> {
    let headers: Headers | null = null;
    let askedAt = 0;
    let answeredAt = 0;
    const listening: typeof fetch = async (input, init) => {
      askedAt = now();
      const response = await options.fetch(input, init);
      answeredAt = now();
      headers = response.headers;
      return response;
    };
    const { team_id, team, bot_id } = await createCall({ ...options, fetch: listening })('auth.test', {}, WhoAmI);
    const said = (name: string) => (headers as Headers | null)?.get(name) ?? null;
    const slackAt = Date.parse(said('date') ?? '');
    return {
      team: team ?? team_id,
      teamId: team_id,
      isBot: bot_id !== undefined,
      scopes: said('x-oauth-scopes')?.split(/\s*,\s*/) ?? null,
      // A date has whole seconds: it stands for the middle of its own.
      aheadMs: Number.isNaN(slackAt) ? null : (askedAt + answeredAt) / 2 - (slackAt + 500),
    };
  }

  return {
    token,
    /** Throws unless Slack hands out an address for Socket Mode. It is not connected to and expires by itself. */
    async socketMode(): Promise<void> {
      await createCall({ ...options, botToken: appToken ?? '' })('apps.connections.open', {}, Opened);
    },
    channel: (id: string): Promise<ChannelSeen | null> =>
      orNull('channel_not_found', async () => {
        const { channel } = await call('conversations.info', { channel: id }, ChannelInfo);
        const { name, is_member = false, is_archived = false } = channel;
        return { name: name ?? id, isMember: is_member, isArchived: is_archived };
      }),
    person: (id: string, teamId: string): Promise<Standing | null> =>
      orNull('user_not_found', async () => standingOf(await call('users.info', { user: id }, UserInfo), teamId)),
    groups: async (): Promise<readonly GroupSeen[]> =>
      (await call('usergroups.list', { include_users: true }, Groups)).usergroups,
    /** The user with that mail address. */
    byEmail: createByEmail(call, { now }),
  };
}

async function orNull<T>(word: string, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (refusalWord(error) === word) return null;
    throw error;
  }
}
