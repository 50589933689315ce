import type { Ask } from '#src/domain/commands.ts';
import { allSteps, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { isOver } from '#src/domain/release/over.ts';
import type { DrillRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { somebody } from './cast.ts';
import type { Press } from './people.ts';
import { answerTo, beganAt, waiting } from './people.ts';
import type { Play, Props } from './play.ts';
import type { Bad } from './ports.ts';
import { TYPED_VERSION } from './ports.ts';

/** A release or a drill: everybody answers what they are asked, and what stands still is turned round. */
export function procedurePlay(runbook: ReleaseRunbook | DrillRunbook, props: Props): Play {
  const { inputs, T, scene } = props.options;
  return {
    stream: runbook.kind === 'release' ? 'release:REL-1' : 'drill:DRILL-1',
    starters: startersOf(runbook),
    begin(beginning) {
      const shared = { ...beginning, channel: '#releases' };
      if (runbook.kind === 'drill') return { ...shared, type: 'start-drill', id: 'DRILL-1', runbook };
      const version = runbook.type.bump === 'ask' ? TYPED_VERSION : null;
      return { ...shared, type: 'start', id: 'REL-1', runbook, inputs, T, version };
    },
    isOver: run => run.kind !== 'incident' && isOver(run),
    next: run => (run.kind === 'incident' ? null : next(run, props)),
    standsStill: () => null,
    bad(run, now) {
      const { fail, metric } = scene;
      if (metric === null) return fail === null ? null : { metric: null, watch: fail, value: null };
      // The old version has good figures: the way back is rehearsed to its end.
      if (run?.kind === 'release' && run.rollback !== null) return null;
      const from = metric.from === null ? props.options.now : run && beganAt(run, metric.from);
      if (from == null || now < from + metric.afterMs) return null;
      return { metric: metric.name, watch: null, value: metric.value } satisfies Bad;
    },
    picksUp: () => false,
  };
}

function startersOf(runbook: ReleaseRunbook | DrillRunbook): readonly string[] {
  if (runbook.kind === 'drill') return runbook.roles;
  const row = runbook.product.raci['start'];
  return row ? [...row.responsible, ...row.accountable] : (runbook.phases[0]?.roles ?? []);
}

/** What somebody does next: the way back where the scene wants it, an answer, a way out of a standstill. */
function next(run: ReleaseRun | DrillRun, props: Props): Press | null {
  const { options, cast, book, refused } = props;
  const { rollBackAt, fail } = options.scene;
  if (run.kind === 'release' && rollBackAt !== null && !run.rollback && hasBegun(run, rollBackAt))
    return turnRound(run, props, 'It was to be rehearsed');
  const standing = run.kind === 'release' && run.status === 'paused' ? run.pause?.says : stuckStep(run);
  if (standing) return turnRound(run, props, standing);
  for (const step of waiting(run)) {
    const press = answerTo(run, step, cast, fail);
    if (press === null || refused.has(press.key)) continue;
    if (press.user !== null) return press;
    const roles = press.roles.join(', ') || 'nobody';
    book.problem(`“${titleOf(run, step)}” waits for ${roles}, and nobody is left who may answer.`);
  }
  return null;
}

/** Back where there is a way back, else an end. */
function turnRound(run: ReleaseRun | DrillRun, { cast, book, refused }: Props, reason: string): Press | null {
  const roles = run.kind === 'drill' ? run.runbook.roles : leaders(run);
  const back =
    run.kind === 'release' && run.rollback === null && run.runbook.rollback !== null && run.touchedAt !== null;
  const ask: Ask = back ? { type: 'rollback', reason } : { type: 'abort', reason };
  const key = `${ask.type} ${run.kind === 'release' && run.rollback !== null}`;
  if (refused.has(key)) return null;
  if (run.kind === 'release' && run.rollback !== null) book.problem(`The way back itself stands still: ${reason}`);
  const user = somebody(cast, roles) ?? run.initiator;
  return { key, ask, roles, user, says: back ? 'rolls back' : 'aborts' };
}

function leaders(run: ReleaseRun): readonly string[] {
  const row = run.runbook.product.raci[run.runbook.rollback?.activity ?? 'rollback'];
  const phase = run.runbook.phases.find(one => run.phases[one.id]?.status === 'running') ?? run.runbook.phases[0];
  return row ? [...row.responsible, ...row.accountable] : (phase?.roles ?? []);
}

function hasBegun(run: ReleaseRun, id: string): boolean {
  return beganAt(run, id) !== null;
}

/** A step of a drill that failed and holds it back; empty: none. */
function stuckStep(run: ReleaseRun | DrillRun): string {
  if (run.kind !== 'drill' || run.status !== 'running') return '';
  const step = allSteps(run).find(one => {
    const { status } = stateOf(run, one.id);
    return status === 'interrupted' || (status === 'failed' && one.onFailure !== 'continue');
  });
  return step === undefined ? '' : `“${titleOf(run, step)}” ${stateOf(run, step.id).says}`;
}
