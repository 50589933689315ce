import { z } from 'zod';

/** Facts of a product beside its runs; with those of runs they are the one list of domain/events.ts. */

const text = z.string();
const instant = z.number().int();

/** A drill that was overdue when somebody looked. */
const OverdueDrill = z.object({
  drill: text,
  title: text,
  every: text,
  /** Null: it was never done, so nobody can say since when. */
  since: instant.nullable(),
  /** Its latest result. */
  says: text,
  /** One that is on its way; null: none. */
  running: text.nullable(),
  /** Titles of the roles that do it, and who held them then. */
  roles: z.array(text),
  people: z.array(text),
});
export type OverdueDrill = z.infer<typeof OverdueDrill>;

export const productEvents = {
  /** What its files say from here on. */
  'product.defined': z.object({ definition: z.looseObject({}) }),
  /** Once a working day: these drills are overdue, and whoever does them is told; or none is. */
  'drills.overdue': z.object({ day: text, drills: z.array(OverdueDrill) }),
  'drills.looked': z.object({ day: text }),
  /** The bot was down in the working hours of that day, so nobody was told. */
  'drills.missed': z.object({ day: text }),
  /**
   * The product's channel hears that a freeze was set in Slack, that it began where it was set before its first day, was
   * ended (`reason`: why), or that its last day has passed.
   */
  'freeze.told': z.object({
    id: text,
    what: z.enum(['set', 'begun', 'ended', 'over']),
    from: text,
    to: text,
    reason: text.nullable(),
    by: text.nullable(),
  }),
} as const;
