import type { ChannelSeen, SlackInspector, TokenSeen } from '#src/adapters/slack/inspect.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { failed, ok, problem, type Seen } from './finding.ts';
import { askEach, type Check } from './run-checks.ts';
import { notAsked } from './slack-first.ts';

type Named = { readonly id: string; readonly where: string };

/** Channels the products post to: there, open, and with the bot in them. */
export function channelsCheck(
  slack: SlackInspector,
  token: () => Promise<TokenSeen>,
  products: readonly Product[],
): Check {
  return {
    name: 'Slack channels',
    remedy: 'Look whether Slack can be reached from here.',
    async run() {
      const named = channelsOf(products);
      if ((await token().catch(() => null)) === null) return [notAsked('channels')];
      const asked = await askEach(named, one => slack.channel(one.id));
      return asked.map(one =>
        'cause' in one
          ? failed(`${one.item.id} (${one.item.where})`, one.cause, 'Mend that first, then look again.')
          : channelSeen(one.item, one.answer),
      );
    },
  };
}

function channelSeen({ id, where }: Named, channel: ChannelSeen | null): Seen {
  if (channel === null)
    return problem(
      `${id} (${where}) is not there, or it is private and the bot is not in it.`,
      'Check the id in product.yml; in a private channel invite the bot: /invite @gonogo',
    );
  const { name, isMember, isArchived } = channel;
  if (isArchived)
    return problem(`#${name} (${where}) is archived.`, 'Unarchive it, or name another channel in product.yml.');
  if (!isMember) return problem(`The bot is not in #${name} (${where}).`, 'Invite it there: /invite @gonogo');
  return ok(`#${name} (${where})`);
}

/** Each channel once, with everything it is for. */
function channelsOf(products: readonly Product[]): readonly Named[] {
  const all = products.flatMap(({ name, channels }) =>
    Object.entries(channels).map(([channel, id]) => ({ id, where: `${name}: ${channel}` })),
  );
  return [...Map.groupBy(all, one => one.id)].map(([id, uses]) => ({
    id,
    where: uses.map(one => one.where).join(', '),
  }));
}
