import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { pagesOfPause, requestPages } from './paging.ts';

/**
 * When each rule of the chain that has not been used yet comes due, by its number. It begins with a page: a pause that
 * rings nobody (somebody pressed Pause, a vote is missing) calls nobody later either.
 */
export function escalationsDue(run: ReleaseRun): readonly { readonly rule: number; readonly at: Instant }[] {
  const { pause } = run;
  const pages = pagesOfPause(run);
  if (pause === null || pages.length === 0) return [];
  const taken = pages.some(page => page.acknowledgedAt !== null);
  return (run.runbook.escalation ?? []).flatMap(({ afterMs, without }, rule) =>
    pause.escalated.includes(rule) || (without === 'acknowledged' && taken)
      ? []
      : [{ rule, at: pause.countedFrom + afterMs }],
  );
}

/** The next of the chain is called, unless what it waits for has come. */
export function escalate(draft: Draft, number: number, now: Instant): void {
  const run = draft.release;
  const rule = run.runbook.escalation?.[number];
  const due = escalationsDue(run).find(one => one.rule === number);
  if (!rule || !due || due.at > now) return;
  const says = `${WITHOUT[rule.without]} for ${sayDuration(now - (run.pause?.countedFrom ?? now))}`;
  draft.add(fact('release.escalated', { rule: number, without: rule.without, roles: [...rule.page], says }), BOT);
  for (const one of requestPages(draft.release, rule.page, { why: says, anew: true })) draft.add(one, BOT);
}

const WITHOUT = { acknowledged: 'nobody acknowledged its page', mitigated: 'nobody decided' } as const;
