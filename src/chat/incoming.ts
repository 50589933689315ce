import type { Standing } from '#src/domain/actor.ts';
import type { Reply } from './reply.ts';

/** What a person did in Slack, as every command reads it: no payload kinds, no tokens, nothing unverified. */
export type Incoming = {
  /** Request key: the same delivery twice gets the first answer. */
  readonly key: string;
  readonly person: Person;
  /** Channel id; null where Slack sends none (App Home, global shortcut). */
  readonly channel: string | null;
  /** ts of the thread it was said in; only buttons in threads and mentions have one. */
  readonly thread: string | null;
} & (
  | { readonly kind: 'command' /** `release` */; readonly noun: string; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string }
  | {
      readonly kind: 'action';
      /** `release.vote` */
      readonly action: string;
      /** A button's value, a select's chosen value. */
      readonly value: string;
      /** The modal it was pressed in, with what is typed there; null: a message. */
      readonly view: { readonly id: string; readonly metadata: string } | null;
    }
  | {
      readonly kind: 'form';
      /** The view's callback_id. */
      readonly form: string;
      readonly metadata: string;
      /** By action_id: text, chosen value(s), date, or null when left empty. */
      readonly values: { readonly [actionId: string]: string | readonly string[] | null };
    }
  | {
      readonly kind: 'shortcut';
      readonly shortcut: string;
      readonly message: { readonly channel: string; readonly ts: string; readonly text: string } | null;
    }
  | { readonly kind: 'home' }
  /** Somebody put 📌 on a message; `thread` is the thread that message stands in, or its own ts. */
  | {
      readonly kind: 'reaction';
      /** `pushpin` */
      readonly reaction: string;
      readonly message: { readonly channel: string; readonly ts: string };
    }
  /**
   * A message somebody wrote was edited (`text`: as it reads now) or deleted (null); `thread` is null outside of one.
   * Messages of bots are not told. Nobody is asked about: standing is `unknown`, and of a deletion the person is the author.
   */
  | {
      readonly kind: 'changed';
      readonly message: { readonly channel: string; readonly ts: string; readonly text: string | null };
    }
);

/** Who acts: ids from the signed payload, standing from users.info. Never a display name. */
export type Person = {
  readonly team: string;
  readonly user: string;
  readonly standing: Standing;
  /** The same for all accounts of one mail address (domain/actor.ts). */
  readonly principal?: string;
};

/** Told once at start; answers each request. */
export type Dispatch = (incoming: Incoming) => Promise<Reply>;
