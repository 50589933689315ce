import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { PersonActor } from '#src/domain/policy/who-may.ts';
import { standing } from '#src/domain/policy/who-may.ts';
import type { AlertDraft } from './draft.ts';
import { resolve } from './firing.ts';
import type { Alerts, Episode } from './state.ts';
import { isUnheard } from './unheard.ts';

/**
 * A person looked and closes it, with a reason. A gate may hold by it, so it is for those who would be called for the
 * alert or answer for go/no-go; where nobody is named, for every full member.
 */
export function close(draft: AlertDraft, number: number, reason: string, actor: PersonActor): Refusal | null {
  const episode = Object.values(draft.alerts.episodes).find(one => one.number === number);
  if (episode === undefined || !isUnheard(episode))
    return { code: 'alert.heard', text: 'This alert is not waiting to be closed: it is over, or its sender is heard.' };
  const may = mayClose(draft.alerts, episode, actor);
  if (may !== null) {
    draft.add(fact('access.denied', { what: 'close an alert', why: may.text }), actor);
    return may;
  }
  if (reason.trim() === '')
    return { code: 'alert.reason', text: 'Closing an alert nobody hears of needs a reason: what did you look at?' };
  const says = `closed by <@${actor.user}>: ${reason.trim()}`;
  for (const source of Object.keys(episode.firing))
    resolve(draft, { alert: episode.alert, environment: episode.environment, source, says }, actor);
  return null;
}

function mayClose({ definition }: Alerts, { route }: Episode, actor: PersonActor): Refusal | null {
  const known = standing(actor);
  if (!known.ok) return { code: known.code, text: known.why };
  const { raci, roles } = definition.product;
  const named = [
    ...(route?.page ?? []),
    ...(raci['go-no-go']?.responsible ?? []),
    ...(raci['go-no-go']?.accountable ?? []),
  ].filter(role => roles[role] !== undefined);
  if (named.length === 0 || named.some(role => actor.roles.includes(role))) return null;
  const titles = [...new Set(named)].map(role => roles[role]?.title ?? role).join(' or ');
  return { code: 'who.role', text: `Closing an alert that nobody hears of is for ${titles}.` };
}
