import type { RehearsalRequest } from '#src/chat/desk.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import type { Rehearsals } from '#src/ports/rehearsals.ts';

export type RehearsalParts = { readonly rehearsals: Rehearsals; readonly chat: Chat; readonly log: Log };

/** Each is a process: a channel full of impatient people starts no more than these at one time. */
const AT_ONCE_MAX = 2;

/**
 * Rehearses beside everything else and shares the report as a file. It is no run and leaves no timeline: what a stop of the
 * bot takes with it is asked for again.
 */
export function createRehearsing({ rehearsals, chat, log }: RehearsalParts): (request: RehearsalRequest) => Reply {
  let running = 0;

  async function share({ product, what, turn, title, channel, user }: RehearsalRequest): Promise<void> {
    let report: { readonly text: string; readonly comment: string };
    try {
      const { text, sound } = await rehearsals.run({ product, what, turn });
      report = { text, comment: sound ? 'No problem was found.' : 'It found problems; they stand under “Problems”.' };
    } catch (cause) {
      if (!(cause instanceof GonogoError)) throw cause;
      report = { text: `It could not be rehearsed: ${cause.message}\n`, comment: 'It could not be rehearsed.' };
    }
    const chosen = Object.values(turn).filter(one => one !== null);
    const name = `${['rehearsal', product, what, ...chosen].join('-')}.txt`;
    const comment = `*Rehearsal* of ${title}. Nothing was done and nobody was told. ${report.comment}`;
    const file = { name, title: `Rehearsal of ${title}`, bytes: new TextEncoder().encode(report.text) };
    await chat.upload({ channel: channel ?? (await chat.direct(user)), thread: null, files: [file], comment });
  }

  return request => {
    if (running >= AT_ONCE_MAX)
      return refuse('rehearsal.busy', `${AT_ONCE_MAX} rehearsals are on their way already. Ask again in a minute.`);
    running += 1;
    share(request)
      .catch((cause: unknown) => log.warn({ err: cause, ...request }, 'a rehearsal could not be shared'))
      .finally(() => {
        running -= 1;
      });
    return sayText('It is being rehearsed, with the files as they are now; the report comes here as a file.');
  };
}
