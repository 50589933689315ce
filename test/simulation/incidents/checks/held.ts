import type { IncidentRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Check, Noted, Scope } from './check.ts';

type Release = {
  readonly stream: string;
  readonly heldBy: Set<string>;
  readonly production: ReadonlySet<string>;
  readonly linked: string | null;
  overridden: boolean;
  over: boolean;
};
type Incident = {
  readonly id: string;
  /** Grades that hold releases; none in a drill. */
  readonly holding: ReadonlySet<string>;
  severity: string;
  open: boolean;
};

/**
 * R8: while an incident that holds releases is open and told to it, no release passes a go or no-go or begins a phase in
 * production, unless somebody who may has accepted that. And each open one is told: when nothing of the telling is left to
 * do, what is held is exactly what the open incidents hold.
 */
export function checkHeld({ raw, problem }: Scope): Check {
  const releases = new Map<string, Release>();
  const incidents = new Map<string, Incident>();
  const telling = raw
    .prepare("select count(*) from effects where kind = 'releases.tell' and settled_at is null")
    .pluck();

  function started(fact: Noted & { type: 'release.started' }): void {
    const { phases } = fact.data.runbook as unknown as ReleaseRunbook;
    releases.set(fact.stream, {
      stream: fact.stream,
      heldBy: new Set(fact.data.heldBy?.map(one => one.incident)),
      production: new Set(phases.filter(phase => phase.touchesProduction).map(phase => phase.id)),
      linked: fact.data.incident ?? null,
      overridden: false,
      over: false,
    });
  }

  function ofRelease(release: Release, fact: Noted): void {
    const goesOn =
      fact.type === 'gate.passed' || (fact.type === 'phase.started' && release.production.has(fact.data.phase));
    if (goesOn && release.heldBy.size > 0 && !release.overridden)
      problem(`R8 ${fact.stream} ${fact.seq}: ${fact.type} although ${[...release.heldBy].join(', ')} holds it`);
    // The incident a release was started from holds the others only; the calendar has to know of it.
    if (fact.type === 'release.held' && fact.data.incident !== release.linked) release.heldBy.add(fact.data.incident);
    if (fact.type === 'release.freed') release.heldBy.delete(fact.data.incident);
    if (fact.type === 'override.given' && fact.data.what.endsWith(':not-held')) release.overridden = true;
    if (['release.completed', 'release.aborted', 'release.rolled-back'].includes(fact.type)) release.over = true;
  }

  function declared(fact: Noted & { type: 'incident.declared' }): void {
    const { grades } = fact.data.runbook as unknown as IncidentRunbook;
    const holding = new Set(grades.filter(grade => grade.holdsReleases).map(grade => grade.name));
    const { id, drill, severity } = fact.data;
    incidents.set(fact.stream, { id, holding: drill ? new Set() : holding, severity, open: true });
  }

  function ofIncident(incident: Incident, fact: Noted): void {
    if (fact.type === 'incident.severity-set') incident.severity = fact.data.severity;
    if (fact.type === 'incident.resolved') incident.open = false;
    if (fact.type === 'incident.reopened') incident.open = true;
  }

  return {
    fact(fact) {
      if (fact.type === 'release.started') return started(fact);
      if (fact.type === 'incident.declared') return declared(fact);
      const release = releases.get(fact.stream);
      if (release) ofRelease(release, fact);
      const incident = incidents.get(fact.stream);
      if (incident) ofIncident(incident, fact);
    },
    rests() {
      if (releases.size === 0 || telling.get() !== 0) return;
      const wanted = [...incidents.values()]
        .filter(one => one.open && one.holding.has(one.severity))
        .map(one => one.id);
      for (const release of releases.values()) {
        if (release.over) continue;
        const own = wanted.filter(id => id !== release.linked);
        const missing = own.filter(id => !release.heldBy.has(id));
        const stale = [...release.heldBy].filter(id => !own.includes(id));
        if (missing.length > 0) problem(`R8 ${release.stream} was never told that ${missing.join(', ')} holds it`);
        if (stale.length > 0) problem(`R8 ${release.stream} was never told that ${stale.join(', ')} holds it no more`);
      }
    },
  };
}
