import type { Checkpoint, Phase } from '#src/domain/runbook/model/release.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import type { Context } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';

/** A step and where it stands in the file. `section`: a phase's id, `rollback` or `finally`. */
export type Site = { readonly step: Step; readonly path: Path; readonly section: string; readonly phase: Phase | null };
export type CheckpointSite = {
  readonly checkpoint: Checkpoint;
  readonly path: Path;
  readonly section: string;
  readonly roles: readonly string[];
};

/** A release of one type and strategy, ready to be judged, with the files to point into. */
export type Subject = {
  readonly runbook: ReleaseRunbook;
  readonly release: Context;
  readonly product: Context;
  /** Ids of every branch of the file: what another strategy does may be undone here, and is then skipped. */
  readonly everyId: readonly string[];
  /** In the order they run: phases, rollback, finally. */
  readonly sites: readonly Site[];
  readonly checkpoints: readonly CheckpointSite[];
};

type Contexts = Pick<Subject, 'release' | 'product' | 'everyId'>;

export function subjectOf(runbook: ReleaseRunbook, contexts: Contexts): Subject {
  return { runbook, ...contexts, sites: sitesOf(runbook), checkpoints: checkpointsOf(runbook) };
}

function sitesOf(runbook: ReleaseRunbook): readonly Site[] {
  const at = (steps: readonly Step[], path: Path, section: string, phase: Phase | null): readonly Site[] =>
    steps.map((step, index) => ({ step, path: [...path, index], section, phase }));
  return [
    ...runbook.phases.flatMap((phase, index) => at(phase.steps, ['phases', index, 'steps'], phase.id, phase)),
    ...at(runbook.rollback?.steps ?? [], ['rollback', 'steps'], 'rollback', null),
    ...at(runbook.finally, ['finally'], 'finally', null),
  ];
}

function checkpointsOf(runbook: ReleaseRunbook): readonly CheckpointSite[] {
  const phases = runbook.phases.flatMap((phase, index) => {
    const { checkpoint, id: section, roles } = phase;
    return checkpoint ? [{ checkpoint, path: ['phases', index, 'checkpoint'], section, roles }] : [];
  });
  const last = runbook.rollback?.checkpoint;
  const roles = runbook.rollback?.steps.flatMap(step => step.roles) ?? [];
  return last
    ? [...phases, { checkpoint: last, path: ['rollback', 'checkpoint'], section: 'rollback', roles }]
    : phases;
}

/** A step or its whole phase does not run for this type. */
export function isOff(site: Site): boolean {
  return site.step.off !== null || (site.phase?.off ?? null) !== null;
}
