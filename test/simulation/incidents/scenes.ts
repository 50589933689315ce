import { assert } from '#src/base/assert.ts';
import { HOUR, MINUTE } from '#src/base/time.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Scene } from '../runbooks.ts';
import { loadProduct, loadScenes } from '../runbooks.ts';

/** What a schedule of incidents is drawn from. */
export type IncidentScene = {
  readonly name: 'day' | 'hours' | 'grades' | 'full';
  readonly runbook: IncidentRunbook;
  readonly lastsMs: number;
  readonly incidentsMax: number;
  readonly severities: readonly string[];
  /** Releases of the same product beside it; empty: none. */
  readonly releases: readonly Scene[];
  /** How often it is drawn. */
  readonly weight: number;
};

/**
 * `day`: 24 hours of a SEV1, nothing measured, so that what it does is remind, page and be told; `hours`: the first of them,
 * since most faults need no more and twelve schedules say more than one long one. `grades`: several at a time, changing their severity, beside releases. `full`: everything a runbook can have, with figures and commands.
 */
export async function loadIncidentScenes(): Promise<readonly IncidentScene[]> {
  const { incident } = await loadProduct('shop');
  assert(incident, 'the shop has an incident runbook');
  const releases = (await loadScenes()).filter(scene => scene.name !== 'all');
  const plain = unmeasured(incident);
  const alone = { runbook: plain, incidentsMax: 1, severities: ['SEV1'], releases: [] };
  return [
    { ...alone, name: 'day', lastsMs: 24 * HOUR, weight: 2 },
    { ...alone, name: 'hours', lastsMs: 60 * MINUTE, weight: 60 },
    {
      name: 'grades',
      runbook: plain,
      lastsMs: 60 * MINUTE,
      incidentsMax: 3,
      severities: ['SEV1', 'SEV2', 'SEV3'],
      releases,
      weight: 32,
    },
    {
      name: 'full',
      runbook: incident,
      lastsMs: 30 * MINUTE,
      incidentsMax: 2,
      severities: ['SEV1', 'SEV2', 'SEV3'],
      releases,
      weight: 5,
    },
  ];
}

/** A sweep a minute for a day is most of the work and none of what is looked for. */
function unmeasured(runbook: IncidentRunbook): IncidentRunbook {
  return {
    ...runbook,
    grades: runbook.grades.map(grade => ({ ...grade, suggest: [] })),
    phases: runbook.phases.map(phase => ({
      ...phase,
      steps: phase.steps.map(step =>
        step.verb === 'checklist' ? { ...step, items: step.items.map(item => ({ ...item, show: [] })) } : step,
      ),
    })),
    resolve: { ...runbook.resolve, stable: null },
  };
}
