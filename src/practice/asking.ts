import type { Change } from '#src/fakes/slack/changes.ts';
import type { SlackFake } from '#src/fakes/slack/start.ts';

/**
 * Notices when the bot asks somebody: it mentions people only when they must act (UX.md), so a new message of the bot
 * that mentions a person or a group, or goes to them alone, is a question. Answers a function that tells of the first
 * question since it was last called.
 */
export function watchForQuestions(slack: SlackFake): () => string | null {
  let first: string | null = null;
  slack.subscribe(change => {
    first ??= change.type === 'message.posted' ? questionIn(slack, change) : null;
  });
  return () => {
    const said = first;
    first = null;
    return said;
  };
}

const MENTION = /<(@U\w+|@W\w+|!subteam\^\w+)/;

function questionIn({ workspace }: SlackFake, change: Change): string | null {
  const message = workspace.messages.get(change.channel ?? '', change.ts ?? '');
  if (!message || message.user !== workspace.directory.bot.user_id) return null;
  const channel = workspace.directory.channel(message.channel);
  const text = `${message.text} ${JSON.stringify(message.blocks ?? [])}`;
  const mentioned = MENTION.exec(text)?.[1];
  if (mentioned === undefined && channel?.is_im !== true) return null;
  const { directory } = workspace;
  const id = mentioned?.replace(/^(@|!subteam\^)/, '');
  const reader = id ?? channel?.members.find(one => one !== directory.bot.user_id) ?? '';
  const group = directory.group(reader);
  const name = group ? `@${group.handle}` : (directory.user(reader)?.real_name ?? 'somebody');
  return `Stopped: gonogo asks ${name}${channel?.is_im ? '' : ` in #${channel?.name}`}.`;
}
