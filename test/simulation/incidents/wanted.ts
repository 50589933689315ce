import { incidentEvents } from '#src/domain/incident/events.ts';
import { EFFECT_KINDS } from '#src/domain/procedure/effects.ts';

/** What PagerDuty hears of changes in production comes from releases. */
const OF_INCIDENTS =
  /^(pager(?!\.change)|mail|run|releases|suspects|postmortem)\b|^chat\.|^(measure|check|command\.start)$/;

/** Kinds of effects only incidents ask for. */
export const ONLY_INCIDENTS = EFFECT_KINDS.filter(kind =>
  /^(pager\.(?!change)|mail\.|run\.tell|releases\.tell|suspects|postmortem\.|chat\.react)/.test(kind),
);

/** Where a simulation of incidents has to get to prove anything: every fact, every effect, every fault, every claim on a card. */
export const WANTED: readonly string[] = [
  ...Object.keys(incidentEvents).map(type => `event:${type}`),
  'event:release.held',
  'event:release.freed',
  'event:clock.jumped',
  ...EFFECT_KINDS.filter(kind => OF_INCIDENTS.test(kind)).map(kind => `effect:${kind}`),
  ...['update-due', 'page-late', 'page-unacked', 'read-back', 'escalate', 'postmortem-due', 'sweep'].map(
    name => `timer:${name}`,
  ),
  ...['accepted by', 'acknowledged by', '*FAILED*'].map(says => `claim:${says}`),
  ...[
    'pagerDropped',
    'pagerLimited',
    'pagerDown',
    'pagerReplyLost',
    'pagerHangs',
    'pager-outage',
    'slack-outage',
    'webhookLost',
    'webhookLate',
    'webhookTwice',
    'mailFails',
    'replyLost',
    'requestLost',
    'doneLate',
    'rateLimited',
    'refused',
    'lookFails',
    'clock-back',
    'clock-forward',
    'suspended',
    'doubleClick',
    'stale',
  ].map(fault => `fault:${fault}`),
  ...['before a transaction', 'inside a transaction', 'before a commit', 'after a commit', 'at a read'].map(
    place => `crash:${place}`,
  ),
];
