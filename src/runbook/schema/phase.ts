import { z } from 'zod';
import { Item, Step } from './step.ts';
import { Duration, Fact, Id, Offset, oneOrMore, Text, WhenText } from './words.ts';

export const Checkpoint = z.union([
  Text,
  z.strictObject({ says: Text, items: z.array(Item).optional(), requires: z.array(Fact).optional() }),
]);
export type CheckpointText = z.infer<typeof Checkpoint>;

export const Phase = z.strictObject({
  id: Id,
  title: Text,
  at: Offset.optional(),
  role: oneOrMore(Id).optional(),
  only: z.array(Id).min(1).optional(),
  when: WhenText.optional(),
  activity: Id.optional(),
  environment: Id.optional(),
  touches: Id.optional(),
  watch: z.strictObject({ metrics: z.array(Id).min(1), until: Id.optional(), holdFor: Duration.optional() }).optional(),
  steps: z.array(Step).min(1),
  checkpoint: Checkpoint.optional(),
});
export type PhaseText = z.infer<typeof Phase>;
