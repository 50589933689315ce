import { z } from 'zod';
import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { cut } from '#src/chat/limits.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import type { Alerts, Episode } from '#src/domain/alerts/state.ts';
import { isUnheard, sayUnheard } from '#src/domain/alerts/unheard.ts';
import { onForm, onPress, textIn } from '../handlers.ts';
import { reasonForm } from '../release/reason-form.ts';
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

/** Of one whose sender is not heard of: somebody looked, and says why it is over. */
export const closeAlertPressed: Handler = onPress('alert.close', AlertRef, async (ref, { channel, thread }, desk) => {
  const alerts = await desk.alerts(ref.product);
  const episode = alerts && Object.values(alerts.episodes).find(one => one.number === ref.number);
  if (!alerts || !episode || !isUnheard(episode))
    return refuse('alert.heard', 'There is nothing to close: the alert is over, or its sender is heard again.');
  return reasonForm({
    form: 'alert.close',
    title: 'Close the alert',
    submit: 'Close it',
    place: { channel, thread },
    data: ref,
    lines: [
      `${inert(episode.title)} in ${inert(episode.environment)}: ${inert(sayUnheard(alerts, episode))}.`,
      'Closed it counts as over: its pages end, and a go/no-go may pass by it. If the sender says again that it fires, it fires.',
    ],
    label: 'How do you know that it is over?',
  });
});

export const closeAlertSent: Handler = onForm('alert.close', AlertRef, async ({ product, number }, form, desk) => {
  const command = { type: 'close-alert', number, reason: textIn(form, 'reason') } as const;
  return besideField(await desk.handleAlert(product, command, () => NOTHING), 'reason');
});

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
