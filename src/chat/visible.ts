import type { RunSummary } from '#src/domain/run-summary.ts';

/** Private incidents are listed only to those who take part, and to whoever is in their own channel. */
export function isVisible(run: RunSummary, user: string, channel: string | null): boolean {
  if (run.facts['private'] !== true) return true;
  const { responders } = run.facts;
  const takesPart = Array.isArray(responders) && responders.includes(user);
  return takesPart || run.owner === user || run.channel === channel;
}
