import type { Checkpoint, Phase } from '#src/domain/runbook/model/release.ts';
import type { DrillRunbook, IncidentRunbook, ReleaseRunbook, Runbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import type { Input } from '#src/domain/runbook/model/terms.ts';
import type { Context } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';

/** A step and where it stands in the file. `section`: a phase's id, `rollback`, `finally`, or an action's id. */
export type Site = { readonly step: Step; readonly path: Path; readonly section: string; readonly phase: Phase | null };
export type CheckpointSite = {
  readonly checkpoint: Checkpoint;
  readonly path: Path;
  readonly section: string;
  readonly roles: readonly string[];
};

/** What else the product has, for `start`. */
export type Siblings = {
  readonly types: readonly {
    readonly name: string;
    readonly alias: readonly string[];
    readonly strategies: readonly string[];
    readonly inputs: readonly string[];
  }[];
  readonly drills: readonly string[];
};

/** A runbook ready to be judged, with the files to point into. */
export type Subject<R extends Runbook = Runbook> = {
  readonly runbook: R;
  readonly file: Context;
  readonly product: Context;
  /**
   * Ids of every branch of the file, and of its actions: what another strategy does may be undone here, and is then
   * skipped; what cannot be read is there all the same.
   */
  readonly everyId: readonly string[];
  readonly siblings: Siblings;
  /** What is asked at the start; an incident asks nothing. */
  readonly inputs: readonly Input[];
  /** In the order they run: phases, rollback, finally; phases, then each action with its undo. */
  readonly sites: readonly Site[];
  readonly checkpoints: readonly CheckpointSite[];
};
export type ReleaseSubject = Subject<ReleaseRunbook>;
export type IncidentSubject = Subject<IncidentRunbook>;
export type DrillSubject = Subject<DrillRunbook>;

type Contexts = Pick<Subject, 'file' | 'product' | 'everyId' | 'siblings'>;

export function subjectOf<R extends Runbook>(runbook: R, contexts: Contexts): Subject<R> {
  const inputs = runbook.kind === 'release' ? runbook.inputs : [];
  return { runbook, ...contexts, inputs, sites: sitesOf(runbook), checkpoints: checkpointsOf(runbook) };
}

function sitesOf(runbook: Runbook): readonly Site[] {
  const at = (steps: readonly Step[], path: Path, section: string, phase: Phase | null): readonly Site[] =>
    steps.map((step, index) => ({ step, path: [...path, index], section, phase }));
  const phases = runbook.phases.flatMap((phase, index) => at(phase.steps, ['phases', index, 'steps'], phase.id, phase));
  if (runbook.kind === 'incident') {
    const actions = runbook.actions.flatMap(({ id, does }) => {
      if (does.kind !== 'steps') return [];
      return [
        ...at(does.steps, ['actions', id, 'steps'], id, null),
        ...at(does.undo, ['actions', id, 'undo'], id, null),
      ];
    });
    return [...phases, ...actions];
  }
  if (runbook.kind === 'drill') return phases;
  return [
    ...phases,
    ...at(runbook.rollback?.steps ?? [], ['rollback', 'steps'], 'rollback', null),
    ...at(runbook.finally, ['finally'], 'finally', null),
  ];
}

function checkpointsOf(runbook: Runbook): readonly CheckpointSite[] {
  const phases = runbook.phases.flatMap((phase, index) => {
    const { checkpoint, id: section, roles } = phase;
    return checkpoint ? [{ checkpoint, path: ['phases', index, 'checkpoint'], section, roles }] : [];
  });
  const rollback = runbook.kind === 'release' ? runbook.rollback : null;
  const last = rollback?.checkpoint;
  const roles = rollback?.steps.flatMap(step => step.roles) ?? [];
  return last
    ? [...phases, { checkpoint: last, path: ['rollback', 'checkpoint'], section: 'rollback', roles }]
    : phases;
}

/** A step or its whole phase does not run for this type. */
export function isOff(site: Site): boolean {
  return site.step.off !== null || (site.phase?.off ?? null) !== null;
}
