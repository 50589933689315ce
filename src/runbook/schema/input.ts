import { z } from 'zod';
import { Id, Text, WhenText } from './words.ts';

/** A typed field: an input of a release, a field of `ask`, a figure of a drill. */
export const Field = z.strictObject({
  type: z.enum(['text', 'number', 'yes-no', 'choice', 'list', 'date', 'duration', 'link', 'user', 'service']),
  ask: Text.optional(),
  options: z
    .array(z.union([Text, z.number()]))
    .min(1)
    .optional(),
  pattern: Text.optional(),
  default: z.union([z.string(), z.number(), z.array(z.string())]).optional(),
  only: z.array(Id).min(1).optional(),
  when: WhenText.optional(),
  changed: z.array(Text).min(1).optional(),
});
export type FieldText = z.infer<typeof Field>;
