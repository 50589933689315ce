import { z } from 'zod';

/** Facts of drills; with those of releases and incidents they are the one list of domain/events.ts. */

const text = z.string();
const by = z.looseObject({});

/** A figure as it was noted; null: nobody knows it. */
export const Noted = z.object({ name: text, ask: text, value: text.nullable() });
export type Noted = z.infer<typeof Noted>;

export const drillEvents = {
  'drill.started': z.object({
    id: text,
    title: text,
    product: text,
    runbook: by,
    inputs: z.record(text, z.union([text, z.number(), z.array(text)])),
    channel: text,
    rule: text,
    /** The incident it was started from. */
    incident: text.nullable().optional(),
    executables: z.record(text, text),
    people: z.record(text, z.array(text)),
  }),
  /** `counts`: something of it was done, so it is a drill that failed; else it proves nothing either way. */
  'drill.aborted': z.object({ reason: text, rule: text, counts: z.boolean() }),
  'drill.ended': z.object({ passed: z.boolean(), reasons: z.array(text), records: z.array(Noted) }),
} as const;
