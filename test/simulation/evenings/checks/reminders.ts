import { DAY, HOUR, MINUTE, SECOND } from '#src/base/time.ts';
import type { ProductDefinition } from '#src/domain/product/state.ts';
import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';

/** In November the clocks of the harbor are an hour ahead. */
const AHEAD_MS = HOUR;
/** What was looked at is written a moment later. */
const STALE_MS = MINUTE;
const LATE_MS = 5 * SECOND;

type Day = { readonly day: string; readonly minute: number };

/**
 * E14: once a day, in working hours, it is looked which drills are overdue: not at all only where the bot was not up then. What is
 * said of it is true by the results so far, and the channel hears of overdue drills once a day at most, and of others never.
 */
export function checkReminders({ world, problem, upTime }: Scope): Check {
  const looked = new Map<string, boolean>();
  const said = new Map<string, number>();
  let definition: ProductDefinition | null = null;
  let results: readonly { readonly passed: boolean; readonly at: number }[] = [];
  /** Up-time at which it was first seen that a look is owed. */
  let owed: { readonly day: string; readonly upMs: number } | null = null;
  let gaveUp = false;

  function isWorking({ minute }: Day): boolean {
    return definition !== null && minute >= definition.workdays.from && minute < definition.workdays.to;
  }

  function told(fact: Noted & { type: 'drills.overdue' | 'drills.looked' }): void {
    const { day } = fact.data;
    const now = dayAt(fact.at);
    const where = `E14 ${fact.stream} ${fact.seq}`;
    if (looked.has(day)) problem(`${where}: ${day} is looked at a second time`);
    if (day !== now.day || !isWorking(now))
      problem(`${where}: ${day} is looked at on ${now.day}, minute ${now.minute}`);
    looked.set(day, fact.type === 'drills.overdue');
    const known = results.findLast(one => world.time.now - one.at > STALE_MS);
    if (results.some(one => world.time.now - one.at <= STALE_MS)) return;
    if (fact.type === 'drills.looked' && !known?.passed) problem(`${where}: nothing is overdue, and it did not pass`);
    if (fact.type === 'drills.overdue' && known?.passed) problem(`${where}: it passed, and is called overdue`);
    world.reach(`drills:${fact.type === 'drills.looked' ? 'fresh' : known ? 'failed' : 'never'}`);
  }

  return {
    fact(fact) {
      if (fact.type === 'product.defined') definition = fact.data.definition as unknown as ProductDefinition;
      if (fact.type === 'drills.overdue' || fact.type === 'drills.looked') told(fact);
      if (fact.type === 'drills.missed' && looked.has(fact.data.day))
        problem(`E14 ${fact.stream} ${fact.seq}: ${fact.data.day} is missed, and was looked at`);
      if (fact.type === 'drill.ended') results = [...results, { passed: fact.data.passed, at: world.time.now }];
      if (fact.type === 'drill.aborted' && fact.data.counts)
        results = [...results, { passed: false, at: world.time.now }];
      if (fact.type === 'effect.gave-up' && fact.stream === 'product:harbor') gaveUp = true;
    },
    posted({ text, channel }) {
      if (!/drills? of .* overdue/.test(text)) return;
      const { day } = dayAt(world.now());
      said.set(day, (said.get(day) ?? 0) + 1);
      if (channel !== 'C0HARBOR') problem(`E14 overdue drills were said in ${channel}`);
      if ((said.get(day) ?? 0) > 1) problem(`E14 overdue drills were said twice on ${day}`);
      if (![...looked.values()].includes(true)) problem(`E14 overdue drills were said on ${day}, and none was found`);
    },
    rests() {
      const now = dayAt(world.now());
      if (definition === null || definition.drills.length === 0 || !isWorking(now) || looked.has(now.day)) {
        owed = null;
        return;
      }
      owed = owed?.day === now.day ? owed : { day: now.day, upMs: upTime.ms };
      if (upTime.ms - owed.upMs > LATE_MS) problem(`E14 on ${now.day} nobody looked which drills are overdue`);
    },
    ends() {
      for (const [day, overdue] of looked)
        if (overdue && !said.has(day) && !gaveUp && dayAt(world.now()).day === day)
          problem(`E14 what was overdue on ${day} was told to nobody`);
    },
  };
}

function dayAt(at: number): Day {
  const wall = at + AHEAD_MS;
  return { day: new Date(wall).toISOString().slice(0, 10), minute: Math.floor((wall % DAY) / MINUTE) };
}
