import { sayDuration } from '#src/base/time.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { tell } from '../resolve/context.ts';
import { isOff, type ReleaseSubject, type Site } from './site.ts';
import { before } from './template-names.ts';

/** Before and after are stretches of the same length, and "after" begins when users were moved last. */
export function lintStretches(subject: ReleaseSubject): void {
  for (const site of subject.sites) {
    const { step, path, phase } = site;
    if (step.verb !== 'compare' || phase === null || isOff(site)) continue;
    const earlier = before(subject, site);
    const snapshot = earlier.find(one => one.step.id === step.with)?.step;
    const afterMs = stretchBehindShift(earlier, site);
    if (snapshot?.verb !== 'snapshot' || afterMs === null || afterMs >= snapshot.overMs) continue;
    const message = `"${step.title}" compares ${sayDuration(snapshot.overMs)} of before with ${sayDuration(afterMs)} after users were moved last`;
    const hint = `give the last wave a soak of ${sayDuration(snapshot.overMs)}, watch for as long before it, or shorten over: of "${snapshot.id}"`;
    tell(subject.file, [...path, 'compare'], { message, hint });
  }
}

/** What surely passes between the last shift and here, in ms; null: nobody moves users, or nobody can say how long it takes. */
function stretchBehindShift(earlier: readonly Site[], here: Site): number | null {
  const at = earlier.findLastIndex(({ step }) => step.verb === 'shift');
  const shift = earlier[at]?.step;
  if (shift?.verb !== 'shift') return null;
  const between = earlier.slice(at + 1);
  // A phase with a moment of its own may begin long after.
  if ([...between, here].some(({ phase }) => phase !== earlier[at]?.phase && phase?.at)) return null;
  const spans = between.map(({ step }) => lastsMs(step));
  if (spans.includes(null)) return null;
  return spans.reduce<number>((sum, ms) => sum + (ms ?? 0), shift.waves.at(-1)?.soakMs ?? 0);
}

/** null: as long as somebody takes. */
function lastsMs(step: Step): number | null {
  switch (step.verb) {
    case 'wait':
      return step.until.kind === 'for' ? step.until.ms : null;
    case 'watch':
      return step.forMs;
    case 'snapshot':
      return step.overMs;
    case 'confirm':
    case 'checklist':
    case 'ask':
    case 'attach':
    case 'approve':
      return null;
    default:
      return 0;
  }
}
