import { z } from 'zod';
import { Condition } from './metric.ts';
import { Amount, Duration, Id, oneOrMore, Positive, Text } from './words.ts';

/** Severities, escalation and alerts: accepted whole, so that a product can be written before they run. */

const Cadence = z.string().regex(/^\d+(?:s|m|h)(?:-\d+(?:s|m|h))?$/, {
  error: 'expected how often | write for example 10m or 20m-30m',
});

export const Severity = z.strictObject({
  title: Text.optional(),
  criteria: Text,
  suggest: z.array(Condition).optional(),
  page: z.boolean().optional(),
  calls: z.array(Id).optional(),
  channel: Id.optional(),
  cadence: Cadence.optional(),
  actions: z.array(Id).optional(),
  first: Id.optional(),
  holdsReleases: z.boolean().optional(),
  postmortem: Text.optional(),
});

export const Escalation = z.strictObject({
  after: Duration,
  without: z.enum(['acknowledged', 'commander', 'update', 'mitigated']),
  page: oneOrMore(Id),
  only: z.array(Id).optional(),
});

/** Its limits may differ by environment. */
const Judged = z.union([Amount, z.strictObject({ byEnvironment: z.record(Id, Amount) })]);
const Priority = Text;
export const Alert = z.strictObject({
  metric: Id.optional(),
  title: Text.optional(),
  priority: z.union([Priority, z.strictObject({ byEnvironment: z.record(Id, Priority) })]),
  above: Judged.optional(),
  below: Judged.optional(),
  failures: Positive.optional(),
  failing: z.literal(true).optional(),
  for: z.union([Duration, z.strictObject({ byEnvironment: z.record(Id, Duration) })]).optional(),
  evaluate: z.literal('outside').optional(),
});
