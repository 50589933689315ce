/**
 * Who does something. People are their Slack ids with the roles they had at that moment; `rule` says what allowed it.
 * The bot itself acts for timers and effects.
 */
export type Actor =
  | {
      readonly kind: 'person';
      readonly team: string;
      readonly user: string;
      readonly roles: readonly string[];
      readonly standing: Standing;
      /** The same for all accounts of one mail address, and not the address; absent: Slack did not say it. */
      readonly principal?: string;
    }
  | { readonly kind: 'bot' };

/** From users.info. `unknown`: Slack did not say in time. Votes, overrides, rollback and resume need `full`. */
export type Standing = 'full' | 'guest' | 'stranger' | 'bot' | 'deactivated' | 'unknown';

export const BOT: Actor & { kind: 'bot' } = { kind: 'bot' };
