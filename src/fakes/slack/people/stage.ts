import type { JsonObject } from '#src/base/json.ts';
import { GonogoError } from '#src/errors.ts';
import type { Context } from '../context.ts';
import type { User } from '../directory.ts';
import type { Message } from '../messages.ts';
import type { View } from '../views.ts';
import type { AppFace } from './app-face.ts';
import type { Delivery, Outgoing } from './deliver.ts';

/** What people need to act: the shared context, the way to the bot, and what the app's manifest announced. */
export type Stage = Context & {
  readonly app: AppFace;
  /** Delivers, with the faults that strike deliveries; a duplicate's answer is the first one's. */
  readonly send: (outgoing: Outgoing) => Promise<Delivery>;
  /** Remembers an answer of the bot that Slack could not use. */
  readonly noteRefusal: (where: string, error: unknown) => void;
};

/** A person pressed, sent or closed something: what the bot answered. */
export type Acted = {
  readonly ack: { readonly status: number | undefined; readonly body: string };
  readonly elapsed: number;
};

export function acted({ status, body, elapsedMs }: Delivery): Acted {
  return { ack: { status, body }, elapsed: elapsedMs };
}

/** Throws `fake.misused`: the test or page asked for something no person could do. */
export function misused(message: string): never {
  throw new GonogoError('fake.misused', message);
}

/** The person who acts. Throws `fake.misused` when nobody has that id. */
export function personOf({ workspace }: Context, id: string): User {
  return workspace.directory.user(id) ?? misused(`Nobody in the workspace has the id ${id}.`);
}

export function personOnWire({ id, name, team_id }: User): JsonObject {
  return { id, username: name, name, team_id };
}

export function channelNamed({ workspace }: Context, id: string): JsonObject {
  const channel = workspace.directory.channel(id) ?? misused(`There is no conversation ${id}.`);
  return { id, name: channel.is_im ? 'directmessage' : channel.name };
}

/** What every interaction payload begins with. */
export function envelope(stage: Stage, user: User): JsonObject {
  const { team, bot } = stage.workspace.directory;
  return {
    user: personOnWire(user),
    team: { id: team.id, domain: team.domain },
    api_app_id: bot.app_id,
    token: 'verification-token-not-used',
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Sends an interaction: one form field, `payload`, and no charset beside the content type. */
export function interact(stage: Stage, kind: string, payload: JsonObject): Promise<Delivery> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return stage.send({ kind, body, contentType: 'application/x-www-form-urlencoded' });
}

/** A message somebody looks at, by its place or as it looked at some moment. */
export type MessageLike = Message | { readonly channel: string; readonly ts: string };

/** Throws `fake.misused` when it is gone. */
export function messageOf({ workspace }: Context, like: MessageLike): Message {
  if ('permalink' in like) return like;
  return workspace.messages.get(like.channel, like.ts) ?? misused(`No message ${like.ts} in ${like.channel}.`);
}

export type ViewLike = View | string;

/** The view as it stands now. Throws `fake.misused` when it is closed. */
export function viewOf({ workspace }: Context, like: ViewLike): View {
  const id = typeof like === 'string' ? like : like.id;
  return workspace.views.get(id) ?? misused(`The view ${id} is not open.`);
}

/** An instant as Slack's payloads write it: seconds and micros. */
export function actionStamp({ workspace }: Context): string {
  return workspace.stamp();
}
