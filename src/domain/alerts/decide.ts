import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import type { Command } from '#src/domain/commands.ts';
import type { EventData } from '#src/domain/events.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { acknowledgedBy } from '#src/domain/incident/acknowledge-page.ts';
import { lookAt } from '#src/domain/incident/page-asks.ts';
import { pageAccepted, pageGaveUp, pageLate, pageStanding, pageUnread } from '#src/domain/incident/page-news.ts';
import { anyone } from '#src/domain/policy/who-may.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { handedOf } from '#src/domain/procedure/mail-handed.ts';
import { close } from './close.ts';
import { AlertDraft } from './draft.ts';
import { resolve } from './firing.ts';
import { measured } from './measured.ts';
import { alertPages, endPages, pagesOf } from './paging.ts';
import { received } from './received.ts';
import { OURSELVES } from './senders.ts';
import type { AlertDefinition, Alerts } from './state.ts';
import { isFiring, keyOfAlert } from './state.ts';
import { sweepAsk } from './sweep.ts';
import { fallSilent } from './unheard.ts';

export type AlertsDecided = {
  readonly draft: AlertDraft;
  readonly effects: readonly EffectAsk[];
  readonly refusal: Refusal | null;
};

/** What a command adds to the timeline of a product's alerts. */
export function decideAlerts(stream: string, state: Alerts | null, command: Command, now: Instant): AlertsDecided {
  const draft = new AlertDraft(stream, state, now);
  if (command.type === 'alerts-define') {
    define(draft, command);
    return { draft, effects: [], refusal: null };
  }
  if (state === null) return { draft, effects: [], refusal: { code: 'run.absent', text: 'No alerts are defined.' } };
  if (command.type === 'close-alert') {
    const { number, reason, actor } = command;
    return { draft, effects: [], refusal: actor.kind === 'person' ? close(draft, number, reason, actor) : null };
  }
  if (command.type === 'acknowledge-alert')
    return { draft, effects: [], refusal: acknowledge(draft, command.number, command.actor) };
  return { draft, effects: news(draft, command, now), refusal: null };
}

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Other files than before: what ends by them is said to end by them. */
function define(draft: AlertDraft, { definition, settleMs, silentAfterMs }: Of<'alerts-define'>): void {
  const before = draft.found;
  if (before?.definition.hash === definition.hash && before.silentAfterMs === silentAfterMs) return;
  if (before === null && definition.environments.length === 0) return;
  draft.add(
    fact('alerts.defined', {
      definition: definition as unknown as { [key: string]: unknown },
      settleMs,
      silentAfterMs,
    }),
  );
  for (const episode of Object.values(draft.alerts.episodes))
    for (const source of Object.keys(episode.firing)) {
      const { environment, alert } = episode;
      const says = whyOver(definition, { environment, alert, source });
      if (says !== null) resolve(draft, { environment, alert, source, says });
    }
  for (const [environment, blind] of Object.entries(draft.alerts.blind)) {
    const left = definition.environments.find(one => one.name === environment)?.alerts.map(one => one.name) ?? [];
    const gone = Object.keys(blind.alerts).filter(name => !left.includes(name));
    if (gone.length > 0) draft.add(fact('alerts.seen', { environment, alerts: gone }));
  }
}

/** What is not measured any more is not measured to be over, and of a product without alerts no sender is heard. */
function whyOver(
  { environments }: AlertDefinition,
  { environment, alert, source }: Pick<EventData<'alert.resolved'>, 'environment' | 'alert' | 'source'>,
): string | null {
  if (environments.length === 0) return 'the product has no alerts any more: the product file changed';
  const known = environments.find(one => one.name === environment)?.alerts.find(one => one.name === alert);
  return source === OURSELVES && !known?.judged ? 'it is not measured any more: the product file changed' : null;
}

function news(draft: AlertDraft, command: Command, now: Instant): readonly EffectAsk[] {
  switch (command.type) {
    case 'alerts-measured':
      return measured(draft, command);
    case 'alerts-received':
      received(draft, command);
      return [];
    case 'alert-declared':
      declared(draft, command);
      return [];
    case 'timer':
      return timerFired(draft, command.name, now);
    case 'page-accepted':
      pageAccepted(alertPages(draft), command);
      return [];
    case 'page-standing':
      pageStanding(alertPages(draft), command, now);
      return [];
    case 'page-unread':
      pageUnread(alertPages(draft), command);
      return [];
    case 'clock-jumped':
      draft.add(fact('clock.jumped', { byMs: command.byMs }));
      return [];
    case 'effect-unknown': {
      const { effect, kind, says } = command;
      draft.add(fact('effect.unknown', { effect, kind, says }));
      return [];
    }
    case 'mail-handed': {
      draft.add(fact('mail.handed', handedOf(command)));
      return [];
    }
    case 'effect-gave-up':
      return gaveUp(draft, command);
    default:
      return [];
  }
}

function declared(draft: AlertDraft, { environment, alert, incident }: Of<'alert-declared'>): void {
  if (draft.alerts.episodes[keyOfAlert(environment, alert)] !== undefined)
    draft.add(fact('alert.declared', { environment, alert, incident }));
}

function timerFired(draft: AlertDraft, name: string, now: Instant): readonly EffectAsk[] {
  const colon = name.indexOf(':');
  const [what, subject] = [name.slice(0, colon), name.slice(colon + 1)];
  if (what === 'quiet') closed(draft, subject);
  if (what === 'unheard') fallSilent(draft, subject);
  if (what === 'page-late' || what === 'page-unacked') pageLate(alertPages(draft), subject, now);
  return what === 'read-back' ? lookAt(draft.alerts, subject) : [];
}

/** It has stayed quiet: its page ends, if that was kept for it, and so does its story. */
function closed(draft: AlertDraft, key: string): void {
  const episode = draft.alerts.episodes[key];
  if (episode === undefined || isFiring(episode)) return;
  endPages(draft, episode, 'the alert has stayed quiet');
  draft.add(fact('alert.closed', { environment: episode.environment, alert: episode.alert }));
}

/** What will not be tried again is on record; measuring goes on whatever happens. */
function gaveUp(draft: AlertDraft, { effect, kind, says, page, watch }: Of<'effect-gave-up'>): readonly EffectAsk[] {
  draft.add(fact('effect.gave-up', { effect, kind, says }));
  if (page !== null) pageGaveUp(alertPages(draft), kind, page, says);
  const watched = draft.alerts.definition.environments.find(one => one.name === watch);
  return kind === 'alerts.sweep' && watched ? [sweepAsk(draft.alerts, watched, { state: null, at: draft.now })] : [];
}

/** "I have it", below an alert's message. */
function acknowledge(draft: AlertDraft, number: number, actor: Actor): Refusal | null {
  if (actor.kind !== 'person') return null;
  const may = anyone(actor);
  if (!may.ok) {
    draft.add(fact('access.denied', { what: 'acknowledge', why: may.why }), actor);
    return { code: may.code, text: may.why };
  }
  const episode = Object.values(draft.alerts.episodes).find(one => one.number === number);
  const facts = acknowledgedBy(episode ? pagesOf(draft.alerts, episode) : [], actor, draft.now);
  if (facts.length === 0) return { code: 'page.none', text: 'No page of this alert waits to be acknowledged.' };
  for (const one of facts) draft.add(one, actor);
  return null;
}
