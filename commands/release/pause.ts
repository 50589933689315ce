import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { NOTHING, sayText } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import { onPress, RunRef } from '../handlers.ts';
import { mayTakePart } from './may.ts';

/** Anybody may stop it; nothing new begins, what is in hand ends by itself. */
export const pause: Verb = {
  noun: 'release',
  word: 'pause',
  usage: 'pause [REASON]',
  help: 'Stops before the next step; a running command ends by itself',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'pause');
    if (!which.ok) return which.reply;
    return desk.handle(which.run.id, { type: 'pause', reason: which.text }, after =>
      sayText(`${inert(after.id)} is paused. What is in hand ends, nothing new begins. /release resume goes on.`),
    );
  },
};

/** For the pages of a release that stands still: who presses it looks after it. */
export const havePressed: Handler = onPress('release.acknowledge', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'acknowledge', page: null }, () => NOTHING),
);

export const pausePressed: Handler = onPress('release.pause', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'pause', reason: '' }, () => NOTHING),
);
