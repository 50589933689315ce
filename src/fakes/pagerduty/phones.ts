import type { Instant } from '#src/base/time.ts';
import type { Faults } from './faults.ts';
import type { Incident } from './incidents.ts';

export type Ring = { readonly at: Instant; readonly user: string; readonly incident: string; readonly title: string };

export type Phones = ReturnType<typeof createPhones>;

/** What people hear. A phone rings until its incident is acknowledged, resolved, or another's. */
export function createPhones(faults: Faults) {
  let rings: readonly Ring[] = [];
  const hears = (user: string, incident: Incident) =>
    rings.some(ring => ring.user === user && ring.incident === incident.id && ring.at >= incident.assignedAt);
  return {
    /** Rings whoever an incident is assigned to. */
    ring(incident: Incident) {
      for (const user of incident.assigned) {
        if (faults.strike(['phone'])?.kind === 'silent') continue;
        rings = [...rings, { at: incident.assignedAt, user, incident: incident.id, title: incident.title }];
      }
    },
    /** What rings a person's phone now. */
    ringing: (user: string, incidents: readonly Incident[]) =>
      incidents.filter(one => one.status === 'triggered' && one.assigned.includes(user) && hears(user, one)),
    /** Every time a phone began to ring, oldest first. */
    log: (user: string) => rings.filter(ring => ring.user === user),
  };
}
