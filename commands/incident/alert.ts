import { z } from 'zod';
import type { Handler } from '#src/chat/desk.ts';
import { cut } from '#src/chat/limits.ts';
import { NOTHING, refuse } from '#src/chat/reply.ts';
import type { Alerts, Episode } from '#src/domain/alerts/state.ts';
import { onPress } from '../handlers.ts';
import { declareForm, EMPTY } from './declare-form.ts';

/** What buttons below an alert carry (src/chat/cards/alert.ts). */
const AlertRef = z.object({ product: z.string(), number: z.number().int() });

const GONE = 'This is over, and its message is not kept up to date any more. Use /incident declare.';
const SAYS_MAX = 600;

/** "I have it": a person said so, so it is so. */
export const alertAcknowledged: Handler = onPress(
  'alert.acknowledge',
  AlertRef,
  ({ product, number }, _request, desk) =>
    desk.handleAlert(product, { type: 'acknowledge-alert', number }, () => NOTHING),
);

/** From an alert: what it measured is title and source; the grade that figures suggest now is chosen. */
export const declareFromAlert: Handler = onPress('incident.from-alert', AlertRef, async (ref, request, desk) => {
  const alerts = await desk.alerts(ref.product);
  const episode = alerts && Object.values(alerts.episodes).find(one => one.number === ref.number);
  if (!alerts || !episode) return refuse('alert.gone', GONE);
  if (episode.incident !== null)
    return refuse('alert.declared', `${episode.incident} was declared from this alert already. Join it there.`);
  const says = cut(episode.says, SAYS_MAX);
  return declareForm(desk, request, {
    ...EMPTY,
    product: ref.product,
    severity: suggestedNow(alerts, episode),
    title: `${episode.title} in ${episode.environment}: ${says}`,
    source: { kind: 'alert', environment: episode.environment, alert: episode.alert, says },
  });
});

/** From figures that suggest a grade: that grade, with the figures. */
export const declareFromSuggestion: Handler = onPress(
  'incident.from-suggestion',
  AlertRef,
  async (ref, request, desk) => {
    const alerts = await desk.alerts(ref.product);
    const suggestion = alerts?.suggestion;
    if (!alerts || !suggestion || suggestion.number !== ref.number) return refuse('alert.gone', GONE);
    const says = cut(suggestion.says, SAYS_MAX);
    return declareForm(desk, request, {
      ...EMPTY,
      product: ref.product,
      severity: suggestion.severity,
      title: says.replace(/^[^:]*: /, ''),
      source: {
        kind: 'alert',
        environment: alerts.definition.suggested?.environment ?? 'production',
        alert: null,
        says,
      },
    });
  },
);

function suggestedNow({ suggestion, definition }: Alerts, { environment }: Episode): string | null {
  const holds = suggestion !== null && suggestion.endedAt === null && definition.suggested?.environment === environment;
  return holds ? suggestion.severity : null;
}
