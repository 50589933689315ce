import { z } from 'zod';

/** Facts of incidents; with those of releases they are the one list of domain/events.ts. */

const text = z.string();
const instant = z.number().int();
const by = z.looseObject({});
const inputs = z.record(text, z.union([text, z.number(), z.array(text)]));

const Source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), channel: text, ts: text, permalink: text.nullable(), text }),
  z.object({ kind: z.literal('release'), run: text, says: text }),
  z.object({ kind: z.literal('alert'), environment: text, alert: text.nullable(), says: text }),
]);

/** Who says so: the provider by itself, the provider when asked, or somebody in Slack. */
const via = z.enum(['webhook', 'read-back', 'slack', 'gonogo']);
const page = { page: text };

export const incidentEvents = {
  'incident.declared': z.object({
    id: text,
    title: text,
    /** False: the title was made up because none was given. */
    titled: z.boolean(),
    product: text,
    runbook: by,
    severity: text,
    drill: z.boolean(),
    private: z.boolean(),
    service: text.nullable(),
    impact: text.nullable(),
    /** When it began, as far as people know. */
    occurredAt: instant,
    commander: text.nullable(),
    source: Source.nullable(),
    channel: text,
    rule: text,
    inputs,
    executables: z.record(text, text),
    people: z.record(text, z.array(text)),
    /** How long the pager's provider is given before somebody looks whether it rings. */
    settleMs: z.number().int(),
  }),
  'incident.titled': z.object({ title: text }),
  'incident.impact-set': z.object({ impact: text }),
  'incident.joined': z.object({}),
  'incident.severity-set': z.object({ from: text, severity: text, reason: text.nullable(), rule: text }),
  'incident.suggested': z.object({ severity: text, says: text }),
  'incident.suggestion-ended': z.object({ severity: text, says: text }),
  'incident.commander-set': z.object({ user: text, how: z.enum(['took', 'handover']), rule: text }),
  'incident.deputy-set': z.object({ user: text, rule: text }),
  'incident.updated': z.object({
    status: text,
    conditions: text,
    actions: text,
    needs: text,
    /** When it was due, and when the next one is; null: nobody is reminded. */
    dueAt: instant.nullable(),
    nextAt: instant.nullable(),
    noChange: z.boolean(),
    rule: text,
  }),
  /** Somebody is reminded; `reminders` counts since the last update. */
  'incident.update-due': z.object({ dueAt: instant, reminders: z.number().int(), says: text }),
  'incident.update-missed': z.object({ dueAt: instant, reminders: z.number().int(), says: text }),
  'reminder.snoozed': z.object({ until: instant, reason: text, rule: text }),
  'incident.escalated': z.object({ rule: z.number().int(), without: text, roles: z.array(text), says: text }),
  'incident.mitigated': z.object({ at: instant, rule: text }),
  'incident.reactivated': z.object({ reason: text, rule: text }),
  'incident.resolve-refused': z.object({ reasons: z.array(z.object({ what: text, says: text, way: text })) }),
  'incident.resolved': z.object({ summary: text, rule: text, lines: z.array(text) }),
  'incident.reopened': z.object({ reason: text, rule: text }),
  'postmortem.assigned': z.object({ owner: text.nullable(), dueAt: instant.nullable() }),
  'postmortem.drafted': z.object({ name: text, hash: text, permalink: text.nullable() }),
  'postmortem.moved': z.object({ state: z.enum(['draft', 'in-review', 'reviewed', 'closed']), rule: text }),
  'postmortem.reminded': z.object({ dueAt: instant, says: text }),

  'page.requested': z.object({
    ...page,
    key: text,
    dedupKey: text,
    roles: z.array(text),
    why: text,
    summary: text,
    /** `environment/alert` where an alert pages; an incident has none. */
    alert: text.optional(),
  }),
  'page.accepted': z.object({ ...page, says: text }),
  /** Somebody looked: it rings, and whom. */
  'page.ringing': z.object({ ...page, says: text, url: text.nullable() }),
  /** It was acknowledged or over, and rings again: nobody has it now. */
  'page.rings-again': z.object({ ...page, says: text }),
  /** Somebody looked and could not see. */
  'page.unread': z.object({ ...page, says: text }),
  'page.acknowledged': z.object({ ...page, by: text.nullable(), at: instant, via, says: text }),
  'page.failed': z.object({ ...page, says: text }),
  /** A second way was taken: direct messages, mail. */
  'page.fallback': z.object({ ...page, says: text, users: z.array(text), mails: z.array(text) }),
  'page.resolved': z.object({ ...page, by: text.nullable(), via, says: text }),

  'suspects.found': z.object({
    releases: z.array(z.object({ run: text, title: text, version: text, at: instant, status: text })),
  }),
  'run.linked': z.object({ run: text, why: text }),
  'action.taken': z.object({
    id: text,
    action: text,
    title: text,
    reason: text.nullable(),
    /** The release it acts on. */
    suspect: text.nullable(),
    rule: text,
  }),
  'action.done': z.object({ id: text, says: text }),
  'action.undoing': z.object({ id: text, reason: text.nullable(), rule: text }),
  'action.undone': z.object({ id: text, says: text }),
  'action.accepted-as-lasting': z.object({ id: text, reason: text, rule: text }),

  'decision.added': z.object({ text }),
  'task.added': z.object({
    id: text,
    text,
    owner: text.nullable(),
    /** To be done after the incident. */
    followUp: z.boolean(),
    dueAt: instant.nullable(),
  }),
  'task.assigned': z.object({ id: text, owner: text }),
  'task.done': z.object({ id: text }),
  'message.captured': z.object({ channel: text, ts: text, author: text.nullable(), text, permalink: text }),
  'message.edited': z.object({ ts: text, text }),
  'message.deleted': z.object({ ts: text }),
  'handover.offered': z.object({ to: text, brief: text }),
  'handover.accepted': z.object({ from: text.nullable() }),
  'handover.declined': z.object({ reason: text.nullable() }),
} as const;
