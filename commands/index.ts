import type { Registry } from '#src/chat/desk.ts';
import { heard } from './heard.ts';
import { pick } from './pick.ts';
import { abort, abortPressed, abortSent } from './release/abort.ts';
import { answerPressed, answerSent } from './release/answer.ts';
import { attachPressed, attachSent } from './release/attach.ts';
import { go, noGo, noGoPressed, noGoSent, vote } from './release/go.ts';
import { helpVerb } from './release/help.ts';
import { home, list } from './release/list.ts';
import { more } from './release/more.ts';
import { note, noteSent } from './release/note.ts';
import { overridePressed, overrideSent } from './release/override.ts';
import { pause, pausePressed } from './release/pause.ts';
import { plan } from './release/plan.ts';
import { resume, resumePressed, resumeSent } from './release/resume.ts';
import { rollback, rollbackPressed, rollbackSent } from './release/rollback.ts';
import { skipPressed, skipSent } from './release/skip.ts';
import { start, startShortcut } from './release/start.ts';
import { productChosen, startSent, typeChosen } from './release/start-sent.ts';
import { status } from './release/status.ts';
import { confirm, retry, startAnyway, tick } from './release/step-buttons.ts';

const verbs = [start, status, list, plan, go, noGo, pause, resume, rollback, abort, note];

/** Everything people can type, press and send. A name that is not here does not exist. */
export const registry: Registry = {
  verbs: [...verbs, helpVerb(verbs)],
  actions: [
    vote,
    noGoPressed,
    confirm,
    tick,
    answerPressed,
    attachPressed,
    retry,
    skipPressed,
    overridePressed,
    pausePressed,
    resumePressed,
    rollbackPressed,
    startAnyway,
    abortPressed,
    more,
    productChosen,
    typeChosen,
    pick(verbs),
  ],
  forms: [
    startSent,
    noGoSent,
    answerSent,
    attachSent,
    skipSent,
    overrideSent,
    resumeSent,
    rollbackSent,
    abortSent,
    noteSent,
  ],
  shortcuts: [startShortcut],
  home,
  heard,
};
