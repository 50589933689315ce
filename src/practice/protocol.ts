import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { HauskiState } from './demo/hauski/service.ts';
import type { DemoState } from './demo/world.ts';

/** What the page is given: everything one person may see, each time anew. It is small and local, so nothing is patched. */
export type PageState = {
  readonly now: Instant;
  readonly me: PagePerson;
  /** Those one can be, in the order of the switcher. */
  readonly people: readonly PagePerson[];
  /** Names of everybody and everything that a text may mention, by id. */
  readonly names: { readonly [id: string]: string };
  readonly team: string;
  readonly botUser: string;
  readonly channels: readonly PageChannel[];
  readonly messages: readonly PageMessage[];
  readonly notes: readonly PageNote[];
  /** The visible modal of this person. */
  readonly modal: PageView | null;
  readonly home: PageView | null;
  /** The cards that wait for people, the newest last. */
  readonly asks: readonly PageAsk[];
  readonly completions: readonly Completion[];
  readonly shortcuts: readonly PageShortcut[];
  readonly bot: BotState;
  readonly clock: ClockState;
  readonly demo: DemoState & { readonly log: readonly { readonly command: string; readonly state: string }[] };
  readonly hauski: HauskiState;
  readonly phones: PagePhones;
  readonly faults: readonly PageFault[];
};

/** The part of the state that moves by itself; sent every second. */
export type Pulse = Pick<PageState, 'now' | 'bot' | 'clock' | 'demo' | 'hauski' | 'phones' | 'faults'>;

export type PagePerson = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** The product they belong to. */
  readonly team: string;
  readonly tz: string;
};

export type PageChannel = {
  readonly id: string;
  /** Without `#`; of a direct conversation, the other's name. */
  readonly name: string;
  readonly kind: 'channel' | 'private' | 'direct';
  /** Whose channel it is; null: nobody's, as a direct conversation. */
  readonly product: string | null;
};

export type PageMessage = {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly subtype?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly edited: boolean;
  readonly pinned: boolean;
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly files: readonly { readonly id: string; readonly name: string; readonly title: string }[];
};

/** Visible to this person only. */
export type PageNote = {
  readonly id: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly from: 'bot' | 'slack';
};

/** A card of the bot that waits for people. */
export type PageAsk = {
  readonly channel: string;
  readonly ts: string;
  /** Ids, in the order of the card; at least one. */
  readonly people: readonly string[];
};

export type PageView = {
  readonly id: string;
  readonly content: JsonObject;
  /** By block id. */
  readonly errors: { readonly [blockId: string]: string };
  /** What Slack itself says above the form when the bot did not answer. */
  readonly trouble: string | null;
};

/** `/release start minor`: what can be typed, and what it does. */
export type Completion = {
  readonly words: string;
  readonly rest: string;
  readonly help: string;
  /** Offered in the channels of this product; null: everywhere. */
  readonly product: string | null;
};
export type PageShortcut = { readonly id: string; readonly name: string; readonly kind: 'global' | 'message' };
export type BotState = {
  readonly state: 'starting' | 'up' | 'down';
  readonly pid: number | null;
  readonly starts: number;
};

export type ClockState = {
  /** What “to the next timer” winds to; null when the bot waits for people only. */
  readonly nextMoment: Instant | null;
  readonly winding: boolean;
  /** Why the last winding stopped, in a sentence. */
  readonly stopped: string | null;
};

/** What can be broken, and whose it is: a demo service or a vendor. */
export type PageFault = {
  readonly id: string;
  readonly title: string;
  readonly of: 'valero' | 'hauski' | 'horadus' | 'wimmelwelt' | 'slack' | 'pagerduty';
  readonly on: boolean;
};

/** What people's phones do, as PagerDuty has it. */
export type PagePhones = {
  readonly ringing: readonly RingingPhone[];
  readonly onCall: readonly { readonly on: string; readonly name: string }[];
  /** The newest first. */
  readonly log: readonly PhoneEntry[];
};

export type RingingPhone = {
  /** PagerDuty's id of the person, and Slack's. */
  readonly phone: string;
  readonly user: string;
  readonly name: string;
  /** The page's key, and PagerDuty's number for it. */
  readonly key: string;
  readonly number: number;
  readonly title: string;
  readonly service: string;
  readonly since: Instant;
};

export type PhoneEntry = {
  readonly at: Instant;
  readonly who: string;
  readonly did: 'rang' | 'acknowledged' | 'resolved';
  readonly number: number;
};

/** What a person does on the page. */
export type PageAction =
  | { readonly kind: 'command'; readonly channel: string; readonly text: string }
  | { readonly kind: 'say'; readonly channel: string; readonly thread: string | null; readonly text: string }
  | ({
      readonly kind: 'press';
      readonly actionId: string;
      readonly blockId: string;
      readonly value: JsonObject | null;
    } & Place)
  | { readonly kind: 'submit'; readonly view: string; readonly values: FormValues }
  | { readonly kind: 'close'; readonly view: string }
  | { readonly kind: 'dismiss'; readonly note: string }
  | { readonly kind: 'shortcut'; readonly id: string; readonly channel: string | null; readonly ts: string | null }
  | {
      readonly kind: 'react';
      readonly channel: string;
      readonly ts: string;
      readonly name: string;
      readonly remove: boolean;
    }
  | { readonly kind: 'edit'; readonly channel: string; readonly ts: string; readonly text: string }
  | { readonly kind: 'delete'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'home' }
  | { readonly kind: 'phone'; readonly phone: string; readonly key: string; readonly does: 'acknowledge' | 'resolve' }
  | { readonly kind: 'wind'; readonly by: 'next' | number }
  | { readonly kind: 'fault'; readonly id: string; readonly on: boolean }
  | { readonly kind: 'kill' }
  | { readonly kind: 'revive' };

/** Where a button stands: in a message, a note or a view. */
export type Place = {
  readonly channel?: string;
  readonly ts?: string;
  readonly note?: string;
  readonly view?: string;
  /** The form around the button, in a view. */
  readonly values?: FormValues;
};

/** As Slack writes them: block id, action id, `{ type, value | selected_option | ... }`. */
export type FormValues = { readonly [blockId: string]: { readonly [actionId: string]: JsonObject } };

/** The answer to an action: nothing, or the sentence the person is shown. */
export type ActionAnswer = { readonly ok: true } | { readonly ok: false; readonly error: string };
