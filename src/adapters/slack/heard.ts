import type { Incoming, Person } from '#src/chat/incoming.ts';

/** Where the asker can be answered: whatever of these the payload came with. */
export type Where = {
  /** Opens one modal, within 3 s. */
  readonly triggerId: string | null;
  /** Takes up to five messages within 30 min. */
  readonly responseUrl: string | null;
  readonly view: { readonly id: string; readonly hash: string | null } | null;
  readonly place: { readonly channel: string; readonly thread: string | null } | null;
};

/** A request as heard. Its person's standing is `unknown` until Slack was asked. */
export type Heard = { readonly incoming: Incoming; readonly where: Where };

export const NOWHERE: Where = { triggerId: null, responseUrl: null, view: null, place: null };

export function person(user: string, team: string | undefined): Person {
  return { user, team: team ?? '', standing: 'unknown' };
}

/** What people do among themselves and we only hear of. Nobody waits for an answer, so a failure is Slack's to repeat. */
export function isOverheard(kind: Incoming['kind'] | undefined): boolean {
  return kind === 'reaction' || kind === 'changed';
}
