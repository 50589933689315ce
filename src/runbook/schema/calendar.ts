import { z } from 'zod';
import { RoleCounts, Text } from './words.ts';

const Days = z.array(z.enum(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])).min(1);
const Hours = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
  error: 'expected hours | write for example "20:00-22:00", in quotes',
});
const Day = z.iso.date({ error: 'expected a day | write for example "2026-12-25", in quotes' });
const Approve = z.strictObject({ approve: RoleCounts, reason: z.literal('required').optional() });

/** When production may be touched. */
export const Calendar = z.strictObject({
  allow: z.array(z.strictObject({ days: Days.optional(), hours: Hours.optional() })).optional(),
  deny: z
    .array(
      z.strictObject({
        days: Days.optional(),
        hours: Hours.optional(),
        reason: Text.optional(),
        unless: z.union([z.literal('incident'), Approve]).optional(),
      }),
    )
    .optional(),
  outside: Approve.optional(),
  freezes: z
    .array(
      z.strictObject({
        from: Day,
        to: Day,
        reason: Text.optional(),
        unless: z.union([z.literal('incident'), Approve]).optional(),
      }),
    )
    .optional(),
  onWindowEnd: z.enum(['finish-wave', 'pause', 'rollback']).optional(),
  workdays: z.strictObject({ days: Days, hours: Hours, holidays: z.array(Day).optional() }).optional(),
});
