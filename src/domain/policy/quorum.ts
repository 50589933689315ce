import type { RoleCounts } from '#src/domain/runbook/model/calendar.ts';

/** Whoever said yes, with the roles they did it in. */
type Held = { readonly roles: readonly string[] };

/** What each role still lacks; nothing: the quorum is complete. `oneEach`: a person fills one place only. */
export function lacking(needed: RoleCounts, votes: readonly Held[], oneEach: boolean): RoleCounts {
  const counted = oneEach ? assign(needed, votes) : countAll(needed, votes);
  return Object.fromEntries(
    Object.entries(needed).flatMap(([role, need]) =>
      (counted[role] ?? 0) < need ? [[role, need - (counted[role] ?? 0)]] : [],
    ),
  );
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
