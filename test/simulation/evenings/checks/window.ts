import { HOUR, MINUTE } from '#src/base/time.ts';
import type { CalendarRules, Freeze, Unless } from '#src/domain/runbook/model/calendar.ts';
import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';
import { type Production, productionOf, touches } from './production.ts';

/** In November the clocks of the harbor are an hour ahead. */
const OFFSET_MS = HOUR;

type Given = { readonly rule: string; readonly by: string; readonly roles: readonly string[] };
type Bound = Production & { freezes: readonly Freeze[]; given: readonly Given[] };
type Closed = { readonly rule: string; readonly opens: Unless | null };

/**
 * E1: nothing is done to production while its calendar is closed, unless those who may open it said so on this run's
 * timeline since its T was moved last. What is closed is worked out anew here, from the rules the run pinned and the freezes
 * it was told of.
 */
export function checkWindow({ world, problem }: Scope): Check {
  const releases = new Map<string, Bound>();

  function judge(run: Bound, fact: Noted): void {
    for (const { rule, opens } of closedAt(run, fact.at)) {
      if (isOpened(run, rule, opens)) world.reach('window:opened by people');
      else problem(`E1 ${fact.stream} ${fact.seq}: ${fact.type} although closed by "${rule}"`);
    }
  }

  return {
    fact(fact) {
      if (fact.type === 'release.started') {
        const freezes = (fact.data.freezes ?? []) as readonly Freeze[];
        releases.set(fact.stream, { ...productionOf(fact), freezes, given: [] });
      }
      const run = releases.get(fact.stream);
      if (run === undefined) return;
      if (fact.type === 'calendar.changed') run.freezes = fact.data.freezes as readonly Freeze[];
      if (fact.type === 'release.rescheduled') run.given = [];
      if (fact.type === 'override.given' && fact.data.what.startsWith('calendar:')) {
        const by = fact.actor.kind === 'person' ? fact.actor.user : '';
        run.given = [...run.given, { rule: fact.data.what.slice('calendar:'.length), by, roles: fact.data.roles }];
      }
      if (touches(run, fact)) judge(run, fact);
    },
  };
}

function closedAt({ runbook, freezes }: Bound, at: number): readonly Closed[] {
  const rules = runbook.product.calendar.rules as CalendarRules;
  const wall = at + OFFSET_MS;
  const minute = Math.floor(wall / MINUTE) % (24 * 60);
  const day = new Date(wall).toISOString().slice(0, 10);
  const covers = ({ from, to }: { from: number; to: number }) => minute >= from && minute < to;
  const outside: Closed = { rule: 'outside', opens: rules.outside && { kind: 'approve', roles: rules.outside } };
  return [
    ...(rules.allow.some(covers) ? [] : [outside]),
    ...rules.deny.filter(covers).map(({ text, unless }) => ({ rule: `deny ${text}`, opens: unless })),
    ...freezes
      .filter(({ from, to }) => from <= day && day <= to)
      .map(({ id, unless }) => ({ rule: `freeze ${id}`, opens: unless })),
  ];
}

/** As many people as roles are asked, each with one of them. */
function isOpened({ given }: Bound, rule: string, opens: Unless | null): boolean {
  if (opens === null) return false;
  const asked = opens.kind === 'approve' ? Object.keys(opens.roles) : ['commander', 'owner'];
  const words = given.filter(one => one.rule === rule);
  return isFilled(asked, words);
}

function isFilled(roles: readonly string[], words: readonly Given[]): boolean {
  const [role, ...others] = roles;
  if (role === undefined) return true;
  return words.some(
    word =>
      word.roles.includes(role) &&
      isFilled(
        others,
        words.filter(other => other.by !== word.by),
      ),
  );
}
