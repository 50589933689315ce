import { z } from 'zod';
import { Field } from './input.ts';
import { Phase } from './phase.ts';
import { Step } from './step.ts';
import { Duration, Id, oneOrMore, Text } from './words.ts';

/** Incident and drill files: recognised whole; this version does not run them yet. */

const Undo = z.array(Step);
const Action = z.strictObject({
  title: Text,
  role: oneOrMore(Id).optional(),
  only: z.array(Id).optional(),
  reason: z.literal('required').optional(),
  steps: z.array(Step).optional(),
  undo: Undo.optional(),
  rollback: z.literal('suspect').optional(),
  start: z.union([Text, z.record(Id, z.unknown())]).optional(),
});

export const Incident = z.strictObject({
  kind: z.literal('incident'),
  title: Text,
  environment: Id.optional(),
  phases: z.array(Phase).min(1),
  actions: z.record(Id, Action).optional(),
  updates: z.strictObject({ fields: z.array(Text), to: oneOrMore(Id) }).optional(),
  resolve: z
    .strictObject({
      stable: z.strictObject({ metrics: z.array(Id).min(1), for: Duration }).optional(),
      require: z.array(Text).optional(),
    })
    .optional(),
  postmortem: z.strictObject({ reviewers: oneOrMore(Id).optional(), sections: z.array(Text).optional() }).optional(),
});

const Recorded = z.union([Field, z.strictObject({ from: Text })]);

export const Drill = z.strictObject({
  kind: z.literal('drill'),
  title: Text,
  id: Id,
  every: z.enum(['week', 'quarter', 'on demand']),
  role: oneOrMore(Id),
  phases: z.array(Phase).min(1),
  records: z.record(Id, Recorded).optional(),
});
