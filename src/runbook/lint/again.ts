import { changesTheWorld } from '#src/domain/runbook/changes.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { tell } from '../resolve/context.ts';
import { nodeAt, type Path } from '../yaml/node.ts';
import { known } from './known.ts';
import type { Site, Subject } from './site.ts';

/** `again` repeats what checks, on the way back: never what would move somebody forward once more. */
export function lintAgain(subject: Subject): void {
  const sites = subject.sites.filter(site => site.step.verb === 'again');
  const repeated = new Set<string>();
  for (const { step, path, section } of sites) {
    if (step.verb !== 'again') continue;
    const inside = [...path, 'again'];
    if (section !== 'rollback') {
      const hint = 'write the steps out here, or move it to rollback.steps';
      tell(subject.file, inside, { message: 'again stands outside rollback', hint });
    }
    lintEnvelope(subject, path);
    for (const name of step.phases) lintPhase(subject, inside, name, repeated);
  }
}

/** What the repeated steps say themselves cannot be said for all of them here. */
function lintEnvelope(subject: Subject, path: Path): void {
  for (const key of SAID_BY_EACH) {
    if (nodeAt(subject.file.tree, [...path, key]) === undefined) continue;
    const hint = 'take it out: every repeated step keeps what it says itself';
    tell(subject.file, [...path, key], { message: `"${key}" has no meaning for again`, hint });
  }
}

const SAID_BY_EACH = [
  'name',
  'role',
  'activity',
  'when',
  'each',
  'timeout',
  'retry',
  'onFailure',
  'ifFails',
  'skip',
  'repeatable',
  'pointOfNoReturn',
  'delivers',
  'evidence',
  'cleanup',
];

function lintPhase(subject: Subject, path: Path, name: string, repeated: Set<string>): void {
  const { phases } = subject.runbook;
  if (!known(subject, path, { what: 'phase', name, names: phases.map(one => one.id) })) return;
  if (repeated.has(name)) {
    const hint = 'name it once; its results are kept under ids of their own';
    tell(subject.file, path, { message: `"${name}" is repeated twice`, hint });
  }
  repeated.add(name);
  const phase = phases.find(one => one.id === name);
  if (!phase) return;
  for (const step of phase.steps) {
    const why = notRepeated(phase, step);
    if (why === null) continue;
    const hint = 'name a phase that only checks, or write its checks out here';
    tell(subject.file, path, { message: `"${name}" holds "${step.title}", ${why}`, hint });
  }
}

const ONCE: ReadonlySet<Site['step']['verb']> = new Set([
  'approve',
  'shift',
  'version',
  'release-notes',
  'tag',
  'snapshot',
  'compare',
  'start',
  'again',
]);

function notRepeated(phase: Phase, step: Step): string | null {
  if (ONCE.has(step.verb)) return `and ${step.verb} is done once in a run`;
  if (phase.touchesProduction && changesTheWorld(step)) return 'which changes production';
  if (step.cleanup !== null || (step.verb === 'run' && step.background !== null))
    return 'which leaves something running or to be cleaned up';
  return phase.when !== null && step.when !== null ? 'and both the phase and the step have a condition' : null;
}
