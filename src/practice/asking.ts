import type { SlackFake } from '#src/fakes/slack/start.ts';
import type { PageAsk } from './protocol.ts';

/** `Waiting for: QA <@U1>, Audit officer <@U2> · Captain <@U3> · T = …` on the card, as Slack got it; a drill has no captain. */
const WAITING = /^Waiting for: (.*?) · (?:Captain|Started by) /s;
const MENTION = /<@([UW]\w+)>/g;

/** Who the bot waits for, read off the cards people see and nothing else. The newest card comes last. */
export function openAsks({ workspace: { messages, directory } }: SlackFake): readonly PageAsk[] {
  return messages.all().flatMap(message => {
    const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
    if (isReply || message.user !== directory.bot.user_id) return [];
    const people = (message.blocks ?? []).flatMap(peopleIn);
    return people.length === 0 ? [] : [{ channel: message.channel, ts: message.ts, people: [...new Set(people)] }];
  });
}

function peopleIn(block: object): readonly string[] {
  const text =
    'text' in block && typeof block.text === 'object' && block.text && 'text' in block.text && block.text.text;
  const waiting = WAITING.exec(typeof text === 'string' ? text : '')?.[1] ?? '';
  return [...waiting.matchAll(MENTION)].map(([, id]) => id ?? '');
}

/** A reminder that still stands offers to be put off; it begins with whom it reminds. */
const STILL_ASKS = '"action_id":"gonogo:incident.snooze"';

/** Whom an incident reminds of an update, each reminder by its own. */
function openReminders({ workspace: { messages } }: SlackFake): readonly PageAsk[] {
  return messages.all().flatMap(({ channel, ts, text, blocks }) => {
    if (!JSON.stringify(blocks ?? []).includes(STILL_ASKS)) return [];
    return [{ channel, ts, people: [...text.matchAll(MENTION)].map(([, id]) => id ?? '') }];
  });
}

/** Answers, each time it is called, a sentence when the bot has begun to wait for somebody since it was last called. */
export function watchForQuestions(slack: SlackFake): () => string | null {
  let known: readonly PageAsk[] = [];
  return () => {
    const before = known;
    known = [...openAsks(slack), ...openReminders(slack)];
    const asked = known.flatMap(ask => {
      const already = before.find(one => one.ts === ask.ts && one.channel === ask.channel)?.people ?? [];
      return ask.people.filter(id => !already.includes(id));
    });
    return asked.length === 0 ? null : `Stopped: gonogo waits for ${namesOf(slack, [...new Set(asked)])}.`;
  };
}

function namesOf({ workspace: { directory } }: SlackFake, ids: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(ids.map(id => directory.user(id)?.real_name ?? id));
}
