import { saySoThere } from '#src/chat/dates.ts';
import type { Desk, Handler, StartRequest, Verb } from '#src/chat/desk.ts';
import { channelLink, inert } from '#src/chat/escape.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import { mayStart } from '#src/domain/policy/who-may.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { checkInputs, isAsked, scopeOfStart, withInputs } from '#src/domain/runbook/inputs.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { withMistakes } from './broken.ts';
import { startForm } from './start-form.ts';
import type { StartDraft } from './start-words.ts';
import { readStart } from './start-words.ts';
import { lockedReply } from './unlock.ts';

/** Starts at once when everything is said; else the form opens with what was said already. */
export const start: Verb = {
  noun: 'release',
  word: 'start',
  usage: 'start TYPE [PRODUCT] [VERSION] [at TIME|next-window] [strategy=NAME] [input=value …]',
  help: 'Starts a release; asks for what is missing',
  may: (runbook, actor) => mayStart(runbook, actor).ok,
  async run(request, text, desk) {
    const read = await readStart(text, desk, request.channel);
    if (!read.ok) return refuse('start.words', withMistakes(desk, read.problem));
    const { draft } = read;
    const locked = draft.product === null ? null : await lockedReply(desk, draft.product);
    if (locked !== null) return locked;
    const complete = requestOf(desk, draft, request.channel);
    if (complete === null) return startForm(desk, draft, request);
    if (!complete.ok) return refuse('inputs.wrong', complete.problem);
    return desk.start(complete.request, started);
  },
};

/** The global shortcut opens the form with nothing said. */
export const startShortcut: Handler = {
  name: 'release.start',
  async run(request, desk) {
    const read = await readStart('', desk, request.channel);
    return read.ok ? startForm(desk, read.draft, request) : refuse('start.words', withMistakes(desk, read.problem));
  },
};

export function started(run: ReleaseRun): Reply {
  const T =
    run.T === null
      ? 'T, the rollout, comes as soon as it is approved.'
      : `T is ${saySoThere(run.T, run.runbook.product.timezone)}.`;
  return sayText(`${inert(run.id)} has started: ${inert(run.title)}. ${T} Its card is in ${channelLink(run.channel)}.`);
}

type Complete =
  | { readonly ok: true; readonly request: StartRequest }
  | { readonly ok: false; readonly problem: string };

/** Null: something is still missing and has to be asked. */
function requestOf(desk: Desk, draft: StartDraft, channel: string | null): Complete | null {
  const { product, type } = draft;
  if (product === null || type === null) return null;
  const runbook = desk.runbooks.resolve(product, type, draft.strategy);
  if (runbook === null || isMissing(runbook, draft)) return null;
  const checked = checkInputs(runbook.inputs, draft.inputs, scopeOfStart(runbook.type.name, runbook.strategy));
  if (!checked.ok) return { ok: false, problem: checked.problems.join('\n') };
  return { ok: true, request: { ...draft, product, type, channel: cardChannel(desk, product, channel) } };
}

function isMissing(runbook: ReleaseRunbook, draft: StartDraft): boolean {
  if (runbook.type.bump === 'ask' && draft.version === null) return true;
  const scope = withInputs(runbook.inputs, draft.inputs, scopeOfStart(runbook.type.name, runbook.strategy));
  const open = runbook.inputs.filter(input => input.default === null && draft.inputs[input.name] === undefined);
  return open.some(input => isAsked(input, scope) === 'yes');
}

/** A card goes where its product lives; typed anywhere else, it goes to the product's own channel. */
export function cardChannel(desk: Desk, product: string, channel: string | null): string | null {
  const found = desk.runbooks.products().find(one => one.name === product);
  return channel !== null && found?.channels.includes(channel) ? channel : null;
}
