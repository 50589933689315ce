import type { JsonObject } from '#src/base/json.ts';
import { pagesOf } from '#src/domain/alerts/paging.ts';
import type { Alerts, Episode } from '#src/domain/alerts/state.ts';
import { waitForSomebody } from '#src/domain/incident/acknowledge-page.ts';
import { actions, button, section } from './blocks.ts';
import { when } from './dates.ts';
import { channelLink, inert } from './escape.ts';
import { bounded, cut } from './limits.ts';
import type { Message } from './message.ts';

const SAYS_MAX = 600;

/** To somebody an alert pages and the page did not get through: what it is, and what can be done. */
export function directAlert(alerts: Alerts, body: JsonObject): Message {
  const episode = body['episode'] as unknown as Episode;
  const { product } = alerts.definition;
  const name = `${inert(episode.priority)} ${inert(episode.title)} (${inert(product.title)}, ${inert(episode.environment)})`;
  const text = `You are needed for the alert ${name}.`;
  const channel = product.channels[episode.route?.channel ?? ''];
  const present = Object.values(alerts.episodes).find(one => one.number === episode.number);
  const waits = present !== undefined && waitForSomebody(pagesOf(alerts, present));
  const value = JSON.stringify({ product: product.name, number: episode.number });
  return bounded({
    text,
    blocks: [
      section(
        `*${text}* The page: ${inert(cut(String(body['says']), SAYS_MAX))}; so this comes to you directly.`,
        `${inert(cut(episode.says, SAYS_MAX))} · since ${when(episode.firedAt)}`,
        channel === undefined ? '' : `Its message is in ${channelLink(channel)}.`,
      ),
      ...actions(waits ? button({ text: 'I have it', action: 'alert.acknowledge', value, style: 'primary' }) : null),
    ],
  });
}
