import type { Judge } from './judge.ts';
import type { BotSeed, FakeClock } from './options.ts';
import type { Answers } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';

/** What the parts of the fake share. */
export type Context = {
  readonly clock: FakeClock;
  readonly workspace: Workspace;
  readonly judge: Judge;
  readonly bot: BotSeed;
  readonly triggers: Triggers;
  readonly answers: Answers;
  /** Throws `Refused` when the token lacks all of these scopes. */
  readonly needScope: (anyOf: readonly string[]) => void;
  readonly hasScope: (scope: string) => boolean;
  /** What the bot token was granted. */
  readonly scopes: readonly string[];
  /** A fresh address for one Socket Mode connection. */
  readonly newLink: () => string;
  /** `http://127.0.0.1:PORT` */
  readonly origin: () => string;
};
