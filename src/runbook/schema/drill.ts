import { z } from 'zod';
import { Field } from './input.ts';
import { Phase } from './phase.ts';
import { Id, oneOrMore, Text } from './words.ts';

/** A figure that is noted at the end: asked of a person, or taken from what a step found out. */
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
export type DrillText = z.infer<typeof Drill>;
