import type { RoleCounts } from '#src/domain/runbook/model/calendar.ts';

/** Somebody's yes, with the roles they gave it in. */
export type Yes = {
  readonly user: string;
  readonly principal?: string | undefined;
  readonly roles: readonly string[];
};

type Held = { readonly roles: readonly string[] };

/** What each role still lacks; nothing: the quorum is complete. `oneEach`: a person fills one place only. */
export function lacking(needed: RoleCounts, given: readonly Yes[], oneEach: boolean): RoleCounts {
  const votes = people(given);
  const counted = oneEach ? assign(needed, votes) : countAll(needed, votes);
  return Object.fromEntries(
    Object.entries(needed).flatMap(([role, need]) =>
      (counted[role] ?? 0) < need ? [[role, need - (counted[role] ?? 0)]] : [],
    ),
  );
}

/** A word given with a reason, as a yes. */
export function yesOf(given: Omit<Yes, 'user'> & { readonly by: string }): Yes {
  return { user: given.by, principal: given.principal, roles: given.roles };
}

/** Are these accounts one person? By id, or by the mail address of both. */
export function isSamePerson(one: Omit<Yes, 'roles'>, other: Omit<Yes, 'roles'>): boolean {
  return one.user === other.user || (one.principal !== undefined && one.principal === other.principal);
}

/** Each person once, with the roles of all their accounts: two accounts are not two people. */
function people(given: readonly Yes[]): readonly Held[] {
  const persons: Yes[][] = [];
  for (const yes of given) {
    const known = persons.find(accounts => accounts.some(one => isSamePerson(one, yes)));
    if (known) known.push(yes);
    else persons.push([yes]);
  }
  return persons.map(accounts => ({ roles: accounts.flatMap(one => one.roles) }));
}

function countAll(needed: RoleCounts, votes: readonly Held[]): { [role: string]: number } {
  return Object.fromEntries(
    Object.keys(needed).map(role => [role, votes.filter(vote => vote.roles.includes(role)).length]),
  );
}

/** Each person fills one place: the largest matching of people to places (augmenting paths; both are few). */
function assign(needed: RoleCounts, votes: readonly Held[]): { [role: string]: number } {
  const places = Object.entries(needed).flatMap(([role, count]) => Array.from({ length: count }, () => role));
  const holder = new Map<number, Held>();
  for (const vote of votes) place(vote, places, holder, new Set());
  const counted: { [role: string]: number } = {};
  for (const index of holder.keys()) {
    const role = places[index] ?? '';
    counted[role] = (counted[role] ?? 0) + 1;
  }
  return counted;
}

function place(vote: Held, places: readonly string[], holder: Map<number, Held>, tried: Set<number>): boolean {
  for (const [index, role] of places.entries()) {
    if (!vote.roles.includes(role) || tried.has(index)) continue;
    tried.add(index);
    const sitting = holder.get(index);
    if (sitting === undefined || place(sitting, places, holder, tried)) {
      holder.set(index, vote);
      return true;
    }
  }
  return false;
}
