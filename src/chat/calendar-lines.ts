import type { Instant } from '#src/base/time.ts';
import { DAY } from '#src/base/time.ts';
import type { Calendar } from '#src/domain/policy/calendar/closures.ts';
import { isOverAt } from '#src/domain/policy/calendar/closures.ts';
import { openings, opennessAt } from '#src/domain/policy/calendar/openness.ts';
import { sayClosures } from '#src/domain/release/calendar/look.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import type { Freeze, RoleCounts, Unless } from '#src/domain/runbook/model/calendar.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { SetFreeze } from '#src/domain/system-facts.ts';
import { saySoThere } from './dates.ts';
import { inert, mention } from './escape.ts';

/** How far ahead people look. */
export const AHEAD_MS = 28 * DAY;
const OPENINGS_MAX = 6;

/** `Open now until …`, or why not and when it opens. */
export function nowLine(calendar: Calendar, now: Instant): string {
  const { closures, until } = opennessAt(calendar, now);
  const at = until === null ? null : saySoThere(until, calendar.zone);
  if (closures.length === 0) return `✔ *Open now*${at === null ? '' : ` until ${at}`}`;
  return `⛔ *Closed now*: ${inert(sayClosures(closures))}. ${at === null ? 'It does not open by itself' : `It opens ${at}`}`;
}

/** A product without any is always open, which is not worth a line. */
export function hasRules({ rules }: Calendar): boolean {
  return rules.allow.length + rules.deny.length + rules.freezes.length > 0;
}

/** The rules in words, as the file has them. */
export function ruleLines(product: Product, { rules }: Calendar): readonly string[] {
  const outside = rules.outside === null ? 'nobody' : sayCounts(product, rules.outside);
  return [
    ...(rules.allow.length === 0
      ? []
      : [`Windows: ${inert(rules.allow.map(one => one.text).join('; '))}. Outside them: ${outside}`]),
    ...rules.deny.map(
      one =>
        `Closed: ${inert(one.text)}${one.reason === null ? '' : ` (${inert(one.reason)})`}, opened by ${sayUnless(product, one.unless)}`,
    ),
  ];
}

/** The openings of the next weeks, the first ones. */
export function openingLines(calendar: Calendar, now: Instant): readonly string[] {
  const all = openings(calendar, now, now + AHEAD_MS).filter(one => one.to !== null || one.from > now);
  const lines = all.slice(0, OPENINGS_MAX).map(({ from, to }) => {
    const until = to === null ? '' : ` until ${saySoThere(to, calendar.zone)}`;
    return `• ${saySoThere(from, calendar.zone)}${until}`;
  });
  return all.length > OPENINGS_MAX ? [...lines, `… and ${all.length - OPENINGS_MAX} more in four weeks`] : lines;
}

/** Freezes that are not over, those of the file and those set in Slack. */
export function freezeLines(calendar: Calendar, set: readonly SetFreeze[], now: Instant): readonly string[] {
  return calendar.rules.freezes
    .filter(one => !isOverAt(one, now, calendar.zone))
    .map(one => `• ${days(one)}${one.reason === null ? '' : `: ${inert(one.reason)}`}${source(one, set)}`);
}

function days({ from, to }: Freeze): string {
  return from === to ? from : `${from} to ${to}`;
}

function source({ id }: Freeze, set: readonly SetFreeze[]): string {
  const found = set.find(one => one.id === id);
  return found === undefined
    ? ' (product.yml)'
    : ` (${inert(found.id)}, set by ${mention(found.by)}; /release freeze end ${inert(found.id)} REASON)`;
}

/** Open releases with a T of their own, the next first; `from`: one that is past already, default none. */
export function planned(
  runs: readonly RunSummary[],
  { now, from = now }: { readonly now: Instant; readonly from?: Instant },
): readonly { readonly run: RunSummary; readonly T: Instant }[] {
  return runs
    .flatMap(run => (typeof run.facts['T'] === 'number' && run.facts['T'] > from ? [{ run, T: run.facts['T'] }] : []))
    .filter(({ T }) => T <= now + AHEAD_MS)
    .toSorted((a, b) => a.T - b.T);
}

function sayUnless(product: Product, unless: Unless | null): string {
  if (unless === null) return 'nobody';
  return unless.kind === 'incident' ? 'an open incident that holds releases' : sayCounts(product, unless.roles);
}

function sayCounts(product: Product, roles: RoleCounts): string {
  const said = Object.entries(roles).map(([role, count]) => {
    const title = inert(product.roles[role]?.title ?? role);
    return count > 1 ? `${count} of ${title}` : title;
  });
  return `${said.join(' and ')}, with a reason`;
}
