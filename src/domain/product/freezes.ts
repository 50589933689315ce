import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import { momentOn } from '#src/base/wall-time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { EndedFreeze, SetFreeze } from '#src/domain/system-facts.ts';
import type { KnownFreeze, ProductStream } from './state.ts';

type Where = Pick<ProductStream, 'definition'>;

/** When its first day begins. */
export function beginOf({ from }: Pick<KnownFreeze, 'from'>, { definition }: Where): Instant {
  return momentOn(from, 0, definition.timezone);
}

/** When its last day is over. */
export function endOf({ to }: Pick<KnownFreeze, 'to'>, { definition }: Where): Instant {
  return momentOn(to, DAY / MINUTE, definition.timezone);
}

/** What is not known yet of the freezes that stand, and of those that were ended. */
export function toldFreezes(
  state: ProductStream,
  { standing, ended }: { readonly standing: readonly SetFreeze[]; readonly ended: readonly EndedFreeze[] },
  now: Instant,
): readonly NewFact[] {
  const set = standing.filter(one => state.freezes[one.id] === undefined && now < endOf(one, state));
  return [
    ...set.map(({ id, from, to, reason, by }) => fact('freeze.told', { id, what: 'set', from, to, reason, by })),
    ...ended.flatMap(({ id, reason, by }) => {
      const known = state.freezes[id];
      return known?.stands ? [fact('freeze.told', { ...days(known), id, what: 'ended', reason, by })] : [];
    }),
  ];
}

/** Its first day has come; where the bot was down until its last one was over, that alone is said. */
export function freezeBegun(state: ProductStream, id: string, now: Instant): readonly NewFact[] {
  const known = state.freezes[id];
  if (!known?.stands || known.begun || now >= endOf(known, state)) return [];
  return [fact('freeze.told', { ...days(known), id, what: 'begun', reason: known.reason, by: null })];
}

/** Its last day has passed. */
export function freezeOver(state: ProductStream, id: string): readonly NewFact[] {
  const known = state.freezes[id];
  if (!known?.stands) return [];
  return [fact('freeze.told', { ...days(known), id, what: 'over', reason: known.reason, by: null })];
}

function days({ from, to }: KnownFreeze) {
  return { from, to };
}
