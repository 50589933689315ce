import { z } from 'zod';
import { Condition } from './metric.ts';
import { Amount, Duration, Id, oneOrMore, Positive, Text } from './words.ts';

/** Severities and escalation; alerts are accepted whole, so that a product can be written before they run. */

const CADENCE = 'expected how often | write for example 10m or 20m-30m';
const Cadence = z.string({ error: CADENCE }).regex(/^[1-9]\d{0,3}[mh](?:-[1-9]\d{0,3}[mh])?$/, { error: CADENCE });
const DUE = 'expected when it is due | write for example 48h, 5d or 3 working days';
const Due = z.string({ error: DUE }).regex(/^[1-9]\d{0,3}(?:h|d| working days?)$/, { error: DUE });

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
  postmortem: Due.optional(),
});
export type SeverityText = z.infer<typeof Severity>;

export const Escalation = z.strictObject({
  after: Duration,
  without: z.enum(['acknowledged', 'commander', 'update', 'mitigated']),
  page: oneOrMore(Id),
  only: z.array(Id).min(1).optional(),
});
export type EscalationText = z.infer<typeof Escalation>;

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
