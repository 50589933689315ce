import { tell } from '../resolve/context.ts';
import { isOff, type ReleaseSubject } from './site.ts';

/** A go/no-go binds a commit, so one of those before production has to stand behind the step that fixes it. */
export function lintCommit({ runbook, file, sites }: ReleaseSubject): void {
  const version = sites.findLastIndex(site => site.step.verb === 'version' && !isOff(site));
  const entry = runbook.phases.findIndex(phase => phase.touchesProduction && phase.off === null);
  const before = new Set(runbook.phases.slice(0, entry < 0 ? undefined : entry + 1).map(phase => phase.id));
  const gates = sites.filter(site => site.step.verb === 'approve' && !isOff(site) && before.has(site.section));
  const last = gates.at(-1);
  if (version < 0 || last === undefined || sites.indexOf(last) > version) return;
  tell(file, [...last.path, 'approve'], {
    message: `"${last.step.title}" approves no commit, for the version step stands behind it`,
    hint: 'put the version step before it, or another approve between that and production',
  });
}
