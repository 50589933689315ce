import { actions, button, section } from '#src/chat/blocks.ts';
import { when } from '#src/chat/dates.ts';
import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert, link, mention, personIn } from '#src/chat/escape.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import { bounded } from '#src/chat/limits.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import { runValue } from '#src/chat/values.ts';
import { recentIncident } from '#src/chat/which-run.ts';

import type { PostmortemState } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { onPress, RunRef } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { onIncident } from './which.ts';

const STATES: readonly PostmortemState[] = ['draft', 'in-review', 'reviewed', 'closed'];

/** `postmortem` writes the draft anew; `owner @user` and a state move it on. */
export const postmortem: Verb = {
  noun: 'incident',
  word: 'postmortem',
  usage: 'postmortem [INC-n] [owner @user | in-review | reviewed | closed]',
  help: 'Writes the draft anew from the timeline, names its owner, or moves it on',
  may: mayTakePart,
  people: true,
  inThread: true,
  async run(request, text, desk) {
    const which = await recentIncident(desk, request, text, 'postmortem');
    if (!which.ok) return which.reply;
    const { run } = which;
    const said = which.text.trim().toLowerCase();
    if (said === '') return desk.handle(run.id, { type: 'postmortem' }, writing);
    const named = personIn(which.text);
    if (named !== null)
      return desk.handle(run.id, { type: 'postmortem-owner', user: named.user }, after =>
        sayText(`${mention(named.user)} owns the postmortem of ${inert(after.id)}.`),
      );
    const state = STATES.find(one => one === said.replace(/\s+/g, '-'));
    if (state === undefined)
      return refuse('postmortem.words', `"${which.text}" is neither owner @user nor one of ${STATES.join(', ')}.`);
    return desk.handle(run.id, { type: 'postmortem-state', state }, after =>
      sayText(`The postmortem of ${inert(after.id)} is ${state}.`),
    );
  },
};

function writing(after: { readonly id: string }): Reply {
  return sayText(`The draft of ${inert(after.id)} is being written from the timeline; it comes into the thread.`);
}

/** Where it stands, for the asker, with what can be done next. */
export const postmortemPressed: Handler = onPress('incident.postmortem', RunRef, ({ run: id }, _request, desk) =>
  onIncident(desk, id, run => standing(run)),
);

function standing(run: IncidentRun): Reply {
  const { owner, dueAt, draftedAt, permalink, state } = run.postmortem;
  const draft =
    draftedAt === null
      ? 'It is not written yet.'
      : `Drafted ${when(draftedAt)}${permalink === null ? '; the file is in the thread' : `: ${link(permalink, 'open it')}`}.`;
  const lines = [
    `Postmortem of ${nameWords(run)}: *${state}*`,
    draft,
    `Owner: ${owner === null ? 'nobody' : mention(owner)}${dueAt === null ? '' : ` · due ${when(dueAt)}`}`,
    `/incident postmortem ${inert(run.id)} owner @user names the owner.`,
  ];
  const next = STATES[STATES.indexOf(state) + 1];
  const blocks = [
    section(...lines),
    ...actions(
      button({ text: 'Write it anew', action: 'incident.postmortem-write', value: runValue(run) }),
      draftedAt === null || next === undefined
        ? null
        : button({ text: `Now ${next}`, action: 'incident.postmortem-move', value: runValue(run, { item: next }) }),
    ),
  ];
  return { kind: 'say', message: bounded({ text: lines.slice(0, 2).join(' '), blocks }) };
}

export const postmortemWrite: Handler = onPress('incident.postmortem-write', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'postmortem' }, writing),
);

export const postmortemMove: Handler = onPress(
  'incident.postmortem-move',
  RunRef.loose(),
  ({ run, item }, _request, desk) => {
    const state = STATES.find(one => one === item);
    if (state === undefined)
      return Promise.resolve(
        refuse('postmortem.words', 'This button is of another version. Type /incident postmortem.'),
      );
    return desk.handle(run, { type: 'postmortem-state', state }, after =>
      sayText(`The postmortem of ${inert(after.id)} is ${state}.`),
    );
  },
);
