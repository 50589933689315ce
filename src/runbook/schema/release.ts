import { z } from 'zod';
import { Field } from './input.ts';
import { Condition } from './metric.ts';
import { Checkpoint, Phase } from './phase.ts';
import { Step } from './step.ts';
import { Fact, Id, oneOrMore, RoleCounts, Text, WhenText } from './words.ts';

const Downtime = z.union([
  z.literal('never'),
  z.strictObject({ when: WhenText }),
  z.strictObject({ approve: RoleCounts, when: WhenText.optional() }),
]);

const Type = z.strictObject({
  title: Text.optional(),
  alias: oneOrMore(Id).optional(),
  bump: z.enum(['major', 'minor', 'patch', 'ask', 'none']),
  strategy: oneOrMore(Id),
  needs: z.array(Fact).optional(),
  downtime: Downtime.optional(),
  documents: z.strictObject({ before: z.array(Id).optional(), after: z.array(Id).optional() }).optional(),
  audit: z.array(Text).optional(),
});
export type TypeText = z.infer<typeof Type>;

const SuccessLine = z.union([
  z.strictObject({ passed: z.array(Id).min(1), says: Text }),
  z.strictObject({ never: z.literal('rollback'), says: Text }),
  z.strictObject({ complete: z.literal('audit'), says: Text }),
]);

export const Release = z.strictObject({
  kind: z.literal('release'),
  title: Text,
  types: z.record(Id, Type),
  inputs: z.record(Id, Field).optional(),
  phases: z.array(Phase).min(1),
  rollback: z
    .strictObject({
      activity: Id.optional(),
      owner: oneOrMore(Id)
        .optional()
        .describe(
          'Who unlocks the product for the next release after a rollback. Default: the accountable of its activity.',
        ),
      when: z.array(Condition).optional(),
      reasons: z.array(Text).optional(),
      steps: z.array(Step),
      checkpoint: Checkpoint.optional(),
    })
    .optional(),
  finally: z.array(Step).optional(),
  success: z.array(SuccessLine).optional(),
  events: z.record(z.string(), oneOrMore(Text)).optional(),
});
export type ReleaseText = z.infer<typeof Release>;
