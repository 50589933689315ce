import type { CalendarRules, Freeze } from '#src/domain/runbook/model/calendar.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { product } from './runbook.ts';

/** The change calendar of the wimmelwelt, as issue and example product have it: Tue/Thu 20-22, peak traffic 8-18. */
export function changeCalendar(change: Partial<CalendarRules> = {}): CalendarRules {
  return {
    allow: [{ days: [2, 4], from: 20 * 60, to: 22 * 60, text: 'Tue, Thu 20:00-22:00' }],
    deny: [
      {
        days: [1, 2, 3, 4, 5, 6, 7],
        from: 8 * 60,
        to: 18 * 60,
        text: 'every day 08:00-18:00',
        reason: 'Peak traffic',
        unless: { kind: 'incident' },
      },
    ],
    outside: { owner: 1, 'on-call': 1 },
    freezes: [],
    onWindowEnd: 'finish-wave',
    ...change,
  };
}

/** The rule that peak traffic closes it. */
export const PEAK = 'deny every day 08:00-18:00';

export function freeze(change: Partial<Freeze> = {}): Freeze {
  return { id: null, from: '2026-12-20', to: '2027-01-02', reason: 'Christmas trade', unless: null, ...change };
}

/** A product whose production is bound by a calendar. */
export function boundProduct(rules: Partial<CalendarRules> = {}, change: Partial<Product> = {}): Product {
  const shop = product();
  const row = { responsible: ['devops'], accountable: ['owner'], consulted: [], informed: [] };
  return {
    ...shop,
    environments: { production: { channel: null, calendar: true } },
    calendar: { workdays: null, rules: changeCalendar(rules) },
    raci: { ...shop.raci, deploy: row },
    ...change,
  };
}
