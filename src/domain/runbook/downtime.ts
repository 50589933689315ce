import type { ReleaseType } from './model/release.ts';
import type { When } from './model/terms.ts';
import type { Scope } from './template.ts';
import { judgeWhen, sayWhen } from './when.ts';

/** Whether users have to expect downtime: by the release type, and for some by what was answered at the start. */
export type Downtime = { readonly expected: boolean; readonly why: string };

/** What cannot be judged is expected: an announcement too many harms less than one too few. */
export function downtimeOf({ downtime, name }: ReleaseType, scope: Scope): Downtime {
  switch (downtime.kind) {
    case 'never':
      return { expected: false, why: `a ${name} release has none` };
    case 'when':
      return downtimeWhen(downtime.when, scope);
    case 'approve':
      return downtime.when ? downtimeWhen(downtime.when, scope) : { expected: true, why: `a ${name} release has some` };
  }
}

function downtimeWhen(when: When, scope: Scope): Downtime {
  const holds = judgeWhen(when, scope);
  return { expected: !holds.ok || holds.value, why: holds.ok ? sayWhen(when) : holds.problem };
}

/** For announcements. */
export function sayDowntime({ expected, why }: Downtime): string {
  return expected ? `Downtime is expected (${why}).` : 'No downtime is expected.';
}
