import { z } from 'zod';
import { oneOf } from './one-of.ts';
import { Phase } from './phase.ts';
import { Start, Step } from './step.ts';
import { Id, oneOrMore, SomeTime, Text } from './words.ts';

const button = {
  title: Text,
  role: oneOrMore(Id).optional(),
  only: z.array(Id).min(1).optional(),
  reason: z.literal('required').optional(),
};
/** A button of an incident: what it does is told by one key. */
const Action = oneOf(
  'an action',
  { ...button, undo: z.array(Step) },
  {
    steps: z.strictObject({ ...button, steps: z.array(Step).min(1), undo: z.array(Step).min(1).optional() }),
    rollback: z.strictObject({ ...button, rollback: z.literal('suspect') }),
    pause: z.strictObject({ ...button, pause: z.literal('suspect') }),
    start: z.strictObject({ ...button, start: Start }),
  },
);
export type ActionText = z.infer<typeof Action>;

export const UPDATE_FIELDS = ['status', 'conditions', 'actions', 'needs', 'nextUpdate'] as const;
const REQUIREMENTS = ['impact', 'no-active-workaround', 'followups-owned', 'postmortem-owner'] as const;

export const Incident = z.strictObject({
  kind: z.literal('incident'),
  title: Text,
  environment: Id.optional(),
  phases: z.array(Phase).min(1),
  actions: z.record(Id, Action).optional(),
  updates: z.strictObject({ fields: z.array(z.enum(UPDATE_FIELDS)).min(1), to: oneOrMore(Id).optional() }).optional(),
  resolve: z
    .strictObject({
      stable: z.strictObject({ metrics: z.array(Id).min(1), for: SomeTime }).optional(),
      require: z.array(z.enum(REQUIREMENTS)).optional(),
    })
    .optional(),
  postmortem: z.strictObject({ reviewers: oneOrMore(Id).optional(), sections: z.array(Text).optional() }).optional(),
});
export type IncidentText = z.infer<typeof Incident>;
