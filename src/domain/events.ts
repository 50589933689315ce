import { z } from 'zod';
import { alertEvents } from './alerts/events.ts';
import { drillEvents } from './drill/events.ts';
import { incidentEvents } from './incident/events.ts';
import { productEvents } from './product/events.ts';

/**
 * Every fact a timeline can hold. This is a stored, public format: a change of meaning is a new version and an upgrade
 * in engine/codec.ts, never an edit. Names are past tense; a fact is never taken back, only followed by another.
 */
export const EVENT_VERSION = 1;

const text = z.string();
const instant = z.number().int();
const step = { step: text, attempt: z.number().int() };
const by = z.looseObject({});

const Reading = z.object({
  metric: text,
  at: instant,
  latencyMs: z.number(),
  query: text,
  verdict: z.enum(['pass', 'fail', 'inconclusive', 'error', 'warming-up']),
  value: z.number().nullable(),
  samples: z.number().nullable(),
  says: text,
  /** Nobody answered at all. */
  silent: z.boolean().optional(),
});

const NotesParts = z.object({
  title: text,
  summary: text,
  sections: z.array(z.object({ name: text, text })),
});

const FactOutcome = z.enum(['holds', 'does-not-hold', 'unknown', 'overridden']);

/** One required fact as it was found: `value` is what an auditor reads, `outcome` is what an approval is bound to. */
export const FoundFact = z.object({
  fact: text,
  outcome: FactOutcome,
  says: text,
  /** Where time alone changed the outcome: the one an approval stays bound to. */
  approved: FactOutcome.optional(),
});
export type FoundFact = z.infer<typeof FoundFact>;

/** Who may open a rule of the calendar. */
const Unless = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('incident') }),
  z.object({ kind: z.literal('approve'), roles: z.record(text, z.number().int()) }),
]);
const Freeze = z.object({
  id: text.nullable(),
  from: text,
  to: text,
  reason: text.nullable(),
  unless: Unless.nullable(),
});

const Told = z.record(
  text,
  z.object({
    action: z.enum(['warn', 'incident', 'ask', 'ask-and-page', 'pause', 'ask-rollback', 'rollback']),
    value: z.number().nullable(),
  }),
);

const schemas = {
  // run
  'release.started': z.object({
    id: text,
    title: text,
    product: text,
    runbook: by,
    inputs: z.record(text, z.union([text, z.number(), z.array(text)])),
    /** Go-live; null: it becomes the moment the last approval before it passes. */
    T: instant.nullable(),
    /** Wanted by the one who started it; null: the `version` step finds it. */
    version: text.nullable(),
    channel: text,
    rule: text,
    executables: z.record(text, text),
    /** Slack user ids by role, as they were at the start: who is asked and told. Who may act is asked anew at each press. */
    people: z.record(text, z.array(text)),
    /** Incidents that hold it from the start, and the one it was started from. */
    heldBy: z.array(z.object({ incident: text, grade: text, at: instant })).optional(),
    incident: text.nullable().optional(),
    /** A rolled-back release that locks the product, and that this one passes because it is for an incident. */
    passesLock: text.nullable().optional(),
    /** That incident holds releases; and the freezes set in Slack by then. */
    incidentHolds: z.boolean().optional(),
    freezes: z.array(Freeze).optional(),
  }),
  'release.dated': z.object({ T: instant, says: text }),
  'release.rescheduled': z.object({ from: instant.nullable(), T: instant, reason: text, rule: text.optional() }),
  'release.paused': z.object({
    cause: z.enum(['person', 'metric', 'step', 'gate', 'window']),
    says: text,
    step: text.nullable(),
    watch: text.nullable(),
    /** What the sentence says of each metric: only that can be accepted by going on. */
    told: Told.optional(),
  }),
  /** It stood still, a page rang, and nobody acknowledged or decided: the next of the product's chain are called. */
  'release.escalated': z.object({ rule: z.number().int(), without: text, roles: z.array(text), says: text }),
  'release.resumed': z.object({ reason: text.nullable(), rule: text, override: text.nullable() }),
  'release.rollback-started': z.object({
    cause: z.enum(['person', 'metric', 'step', 'window']),
    reason: text,
    rule: text,
    /** Ids that will run, and those that will not with the reason. */
    runs: z.array(text),
    skips: z.array(z.object({ step: text, why: text })),
    /** Steps of which nobody knows whether they happened: the role is asked first. */
    asks: z.array(text),
  }),
  /** `took`: for oneself; `handover`: accepted when it was offered. */
  'release.captain-set': z.object({ user: text, how: z.enum(['took', 'handover']), rule: text }),
  'release.rolled-back': z.object({ says: text }),
  /** Who answers for the rollback lets the next release go to production again. */
  'release.unlocked': z.object({ reason: text, rule: text }),
  'release.aborted': z.object({ reason: text, rule: text }),
  'release.completed': z.object({
    verdict: z.enum(['success', 'failed', 'not-proven']),
    lines: z.array(z.object({ says: text, outcome: z.enum(['met', 'not-met', 'not-known']), why: text })),
  }),

  /** An incident of a grade that holds releases is open: the gates of this run are closed until it ends or is freed. */
  'release.held': z.object({ incident: text, grade: text, says: text }),
  'release.freed': z.object({ incident: text, says: text }),

  /** The calendar as a phase that is bound by it finds it. `until`: when it opens by itself, or closes. `again`: closed before, by other rules. */
  'window.closed': z.object({
    phase: text,
    closures: z.array(z.object({ rule: text, says: text, opens: Unless.nullable() })),
    until: instant.nullable(),
    lookAt: instant.nullable(),
    again: z.boolean(),
  }),
  'window.opened': z.object({ phase: text, until: instant.nullable() }),
  'window.ending': z.object({ phase: text, until: instant, says: text }),
  /** Freezes were set or ended in Slack: all that stand now. */
  'calendar.changed': z.object({ freezes: z.array(Freeze), says: text, by: text.nullable().optional() }),
  /** Git shows that the answer to one of the questions at the start is another: it counts from here on. */
  'input.turned': z.object({ name: text, value: text, says: text }),

  // procedure
  /** The run wants to touch production; whoever asked first has its turn first. */
  'production.asked': z.object({ phase: text }),
  /** `locked`: it was rolled back, and nobody has unlocked the product since. */
  'production.awaited': z.object({ behind: text, says: text, locked: z.boolean().optional() }),
  /** `passesLock`: the rolled-back run that locks the product all the same. Default: what was known at the start. */
  'production.taken': z.object({
    phase: text,
    passesLock: text.nullable().optional(),
    /** What production has, where the version step knew an earlier one: the way back leads there. */
    follows: z.object({ run: text, version: text, tag: text.nullable() }).optional(),
  }),
  /** It was only watched any more, and gave its turn to a release from an incident: it takes nothing back by itself now. */
  'production.overtaken': z.object({ by: text, says: text }),
  /** Its moment has come, and something before it is not done: its people hear that it will be late. */
  /** `asks`: the go or no-go of it that was asked before its moment, because T moved, and is still open. */
  'phase.due': z.object({ phase: text, at: instant, says: text, asks: text.optional() }),
  'phase.started': z.object({ phase: text, late: z.number().nullable() }),
  'phase.finished': z.object({ phase: text }),
  'phase.skipped': z.object({ phase: text, reason: text }),
  'step.started': z.object({
    ...step,
    /** Texts with their `${{ }}` resolved, once: what really runs. */
    resolved: z.record(text, z.json()),
    part: z.object({ index: z.number().int(), of: z.number().int(), value: text }).nullable(),
  }),
  'step.finished': z.object({ ...step, outputs: z.record(text, z.json()), says: text, rule: text.nullable() }),
  /** A call was accepted; the work behind it is asked about again at `pollAt`. */
  'step.answered': z.object({ ...step, outputs: z.record(text, z.json()), says: text, pollAt: instant }),
  /** `unknown`: nobody could measure or tell, so nothing turns back because of it. */
  'step.failed': z.object({ ...step, says: text, detail: text.nullable(), unknown: z.boolean().optional() }),
  'step.interrupted': z.object({ ...step, says: text, detail: text.nullable() }),
  'step.retried': z.object({ ...step, rule: text, at: instant.nullable() }),
  'step.skipped': z.object({ step: text, reason: text, rule: text.nullable() }),
  'step.cancelled': z.object({ ...step, reason: text }),
  /** Somebody looks after a failed step; was asked to by name; nobody does, so whoever answers for it is asked. */
  'step.claimed': z.object({ ...step, rule: text }),
  'step.handed': z.object({ ...step, to: text, note: text.nullable(), rule: text }),
  'step.unclaimed': z.object(step),
  'item.ticked': z.object({ step: text, item: text, holds: z.boolean(), remark: text.nullable(), rule: text }),
  'wave.started': z.object({ step: text, number: z.number().int(), weight: z.number(), targets: z.array(text) }),
  'wave.shifted': z.object({ step: text, number: z.number().int(), soakUntil: instant, again: z.boolean() }),
  'wave.finished': z.object({ step: text, number: z.number().int(), says: text }),
  'watch.started': z.object({
    watch: text,
    kind: z.enum(['phase', 'rollback', 'step', 'snapshot']),
    /** Metrics with their addresses resolved, limits, interval: stands once, not in each sweep. */
    definition: by,
    until: instant.nullable(),
  }),
  'watch.swept': z.object({ watch: text, readings: z.array(Reading) }),
  'watch.ended': z.object({ watch: text, reason: text }),
  'metric.warned': z.object({ watch: text, action: z.enum(['warn', 'incident']), says: text }),
  'snapshot.taken': z.object({ step: text, metrics: z.record(text, by) }),
  'comparison.made': z.object({ ...step, passed: z.boolean(), rows: z.array(by), says: text }),
  'gate.opened': z.object({ ...step, expiresAt: instant.nullable() }),
  /** `entersAt`: when production is to be entered by it; null: it is not. Default: nobody asked. */
  'gate.passed': z.object({ ...step, hash: text, says: text, entersAt: instant.nullable().optional() }),
  'gate.held': z.object({ ...step, reasons: z.array(text) }),
  'gate.denied': z.object({ ...step, reason: text }),
  'gate.expired': z.object({ ...step }),
  'gate.voided': z.object({ ...step, says: text }),
  'vote.cast': z.object({
    ...step,
    go: z.boolean(),
    roles: z.array(text),
    hash: text,
    reason: text.nullable(),
    rule: text,
  }),
  'facts.recorded': z.object({
    ...step,
    purpose: z.enum(['show', 'decide', 'again', 'needs']),
    facts: z.array(FoundFact),
    /** Drills that are overdue: shown beside the facts, and no part of what is approved. */
    overdue: z.array(text).optional(),
  }),
  'override.given': z.object({
    what: text,
    reason: text,
    rule: text,
    roles: z.array(text),
    /** Of a fact at a go/no-go: what was found, and so what was accepted. Absent: nothing was looked up, or an earlier version. */
    outcome: z.enum(['does-not-hold', 'unknown']).optional(),
    /** Of a hold: the incidents it was accepted for, by grade. Absent: an earlier version, where the time said which. */
    holds: z.record(text, text).optional(),
  }),
  'evidence.attached': z.object({
    step: text,
    label: text,
    link: text,
    rule: text,
    /** Of a file in Slack: what it was when it was attached, whatever becomes of it. */
    file: z.object({ name: text, type: text, size: z.number().int(), sha256: text }).optional(),
  }),
  /** Somebody gave a file; it counts when it has been read. */
  'evidence.offered': z.object({ ...step, label: text, file: text, rule: text }),
  'evidence.refused': z.object({ step: text, label: text, says: text }),

  // world
  'command.output': z.object({ step: text, tail: text }),
  'command.stopping': z.object({ step: text, attempt: z.number().int() }),
  'notes.drafted': z.object({
    step: text,
    markdown: text,
    hash: text.optional(),
    /** In parts, for editing; none in a draft of an earlier version of the bot. */
    parts: NotesParts.optional(),
  }),
  'notes.edited': z.object({
    step: text,
    number: z.number().int(),
    markdown: text,
    hash: text,
    parts: NotesParts,
    /** Names of the sections that were changed. */
    changed: z.array(text),
    rule: text,
  }),
  /** A sentence somebody confirmed counts no more: what it was about has changed. */
  'confirmation.voided': z.object({ ...step, says: text }),
  'event.published': z.object({ name: text, moment: text }),
  /** Somebody wants to read now what the closing steps report at the end. */
  'report.asked': z.object({ files: z.array(text), rule: text }),
  'report.written': z.object({
    /** null: it was asked for beside the steps. */
    step: text.nullable(),
    files: z.array(z.object({ name: text, hash: text, permalink: text.nullable() })),
  }),
  /** A mail server or hook took a mail; never that it was delivered. */
  'mail.handed': z.object({
    step: text.nullable(),
    page: text.nullable(),
    role: text.nullable(),
    to: z.array(text),
    files: z.array(z.object({ name: text, hash: text })),
    says: text,
    /** Which mail; told where the server took it for some of its people only, and is asked again for the others. */
    mail: text.optional(),
  }),
  'effect.unknown': z.object({ effect: text, kind: text, says: text }),
  /** `step`: the one that could not be told to stop; nobody knows whether it still runs. */
  'effect.gave-up': z.object({ effect: text, kind: text, says: text, step: text.optional() }),

  /** Who holds a role was looked up when it was asked. `people`: where others do now, or it is known again who; `unread`: where nobody knows any more, and why. */
  'people.looked-up': z.object({ people: z.record(text, z.array(text)), unread: z.record(text, text) }),

  // people
  'note.added': z.object({ text }),
  'access.denied': z.object({ what: text, why: text }),

  ...incidentEvents,
  ...drillEvents,
  ...alertEvents,
  ...productEvents,

  // system
  /** Days in which production of a product is not touched, both included; from an open incident all the same. */
  'freeze.set': z.object({ id: text, product: text, from: text, to: text, reason: text, rule: text }),
  'freeze.ended': z.object({ id: text, product: text, reason: text, rule: text }),
  'bot.started': z.object({ version: text, epoch: z.number().int(), node: text, tzdata: text }),
  'clock.jumped': z.object({ byMs: z.number().int() }),
} as const;

export const EVENT_SCHEMAS: { readonly [T in EventType]: (typeof schemas)[T] } = schemas;

export type EventType = keyof typeof schemas;
export type EventData<T extends EventType> = z.infer<(typeof schemas)[T]>;

/** What `decide` answers with: a fact without its place on the timeline. */
export type NewFact = { readonly [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];
