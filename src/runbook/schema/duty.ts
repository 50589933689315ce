import { z } from 'zod';
import { Condition } from './metric.ts';
import { Amount, Duration, Id, oneOrMore, Positive, Text } from './words.ts';

/** Severities and escalation, alerts and who hears of them. */

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

/** What may differ by environment, before it is known which one is meant. */
function byEnvironment<S extends z.ZodType>(value: S) {
  return z.union([value, z.strictObject({ byEnvironment: z.record(Id, value) })]);
}

export const Alert = z.strictObject({
  metric: Id.optional(),
  title: Text.optional(),
  priority: byEnvironment(Id),
  only: z.array(Id).min(1).optional().describe('Environments it is for; default: all that have a routing.'),
  above: byEnvironment(Amount).optional(),
  below: byEnvironment(Amount).optional(),
  failures: byEnvironment(Positive).optional(),
  failing: z.literal(true).optional(),
  for: byEnvironment(Duration).optional(),
  evaluate: z.literal('outside').optional(),
});
export type AlertText = z.infer<typeof Alert>;

/** Who hears of an alert of one priority in one environment. */
export const Route = z.strictObject({
  page: oneOrMore(Id).optional(),
  channel: Id.optional(),
  mail: oneOrMore(Id).optional(),
  incident: z.literal('offer').optional(),
});
export type RouteText = z.infer<typeof Route>;
