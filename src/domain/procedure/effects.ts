import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';

/** What a fact asks the world for. The engine gives it an id, keeps it in the same transaction, and runs it by its kind. */
export type EffectAsk = {
  readonly kind: EffectKind;
  readonly lane: string;
  readonly priority: 0 | 1 | 2 | 3;
  /** Default: at once. */
  readonly dueAt?: Instant;
  readonly body: JsonObject;
  readonly coalesce?: boolean;
};

export const EFFECT_KINDS = [
  'chat.post',
  'chat.card',
  'chat.direct',
  'people.look',
  'measure',
  'check',
  'facts',
  'production.turn',
  'command.start',
  'command.stop',
  'http.call',
  'http.get',
  'http.poll',
  'git.version',
  'git.notes',
  'git.tag',
  'evidence.read',
  'report.write',
  'chat.react',
  'notes.write',
  'annotate',
  'ticket.open',
  'status-page.set',
  'event.deliver',
  'mail.send',
  'pager.trigger',
  'pager.acknowledge',
  'pager.resolve',
  'pager.read-back',
  'pager.change',
  'run.tell',
  'releases.tell',
  'alerts.sweep',
  'drills.look',
  'suspects',
  'postmortem.write',
] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

/** Kinds that change something outside on the forward way: cancelled while still due when the run turns round. */
export const ACTING: readonly EffectKind[] = ['command.start', 'http.call', 'http.get', 'http.poll', 'git.tag'];
