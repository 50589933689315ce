import type { KnownBlock } from '@slack/types';
import type { IncidentRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { actions, button, section } from './blocks.ts';
import type { Desk } from './desk.ts';
import { inert, mention, whisper } from './escape.ts';
import type { Incoming } from './incoming.ts';
import { bounded } from './limits.ts';
import type { Reply } from './reply.ts';
import { refuse } from './reply.ts';
import { VALUE_MAX } from './values.ts';
import { isVisible } from './visible.ts';
import { firstWord } from './words.ts';

export type WhichRun<R extends Run> =
  /** `text`: what is left after the id, as it was typed. */
  | { readonly ok: true; readonly run: R; readonly text: string }
  /** There is none, or somebody has to choose. */
  | { readonly ok: false; readonly reply: Reply };

const LISTED_MAX = 10;

type Asked = { readonly desk: Desk; readonly request: Incoming; readonly text: string; readonly word: string };

/**
 * The release a command means: the id it begins with; else the thread it was said in; else the one open release of this
 * channel; else the one the asker leads; else the asker chooses. `word` is the command, done again after the choice.
 */
export function whichRelease(desk: Desk, request: Incoming, text: string, word: string): Promise<WhichRun<ReleaseRun>> {
  return which('release', { desk, request, text, word }) as Promise<WhichRun<ReleaseRun>>;
}

/** The incident a command means, found the same way; of those that are resolved only by its id or in its thread. */
export function whichIncident(
  desk: Desk,
  request: Incoming,
  text: string,
  word: string,
): Promise<WhichRun<IncidentRun>> {
  return which('incident', { desk, request, text, word }) as Promise<WhichRun<IncidentRun>>;
}

/** For what is done afterwards: where none is running, the last release of this channel is meant. */
export function recentRelease(
  desk: Desk,
  request: Incoming,
  text: string,
  word: string,
): Promise<WhichRun<ReleaseRun>> {
  return recent('release', { desk, request, text, word }) as Promise<WhichRun<ReleaseRun>>;
}

/** For what is done afterwards: where none is open, the last incident of this channel is meant. */
export function recentIncident(
  desk: Desk,
  request: Incoming,
  text: string,
  word: string,
): Promise<WhichRun<IncidentRun>> {
  return recent('incident', { desk, request, text, word }) as Promise<WhichRun<IncidentRun>>;
}

/** Kinds that commands of their own are for; of a drill everything is a button. */
type Kind = 'release' | 'incident';

const ID: { readonly [kind in Kind]: RegExp } = { release: /^REL-\d{1,9}$/i, incident: /^INC-\d{1,9}$/i };

async function which(kind: Kind, asked: Asked): Promise<WhichRun<Run>> {
  const { desk, request, text, word } = asked;
  const first = firstWord(text);
  if (ID[kind].test(first.word)) return byId(kind, asked, first.word.toUpperCase(), first.rest);
  const ofThread = await threadRun(desk, request);
  if (ofThread?.kind === kind) return { ok: true, run: ofThread, text };
  const here = request.channel === null ? [] : await open(kind, asked, { channel: request.channel });
  if (here.length === 1 && here[0]) return byId(kind, asked, here[0].id, text);
  const mine = await open(kind, asked, { owner: request.person.user });
  if (mine.length === 1 && mine[0]) return byId(kind, asked, mine[0].id, text);
  const all = here.length > 0 ? here : await open(kind, asked, {});
  if (all.length === 0) return none(refuse('run.none', NONE[kind]));
  return none(choice(kind, all, word, text));
}

async function recent(kind: Kind, asked: Asked): Promise<WhichRun<Run>> {
  const { desk, request, text } = asked;
  const found = await which(kind, asked);
  const none = !found.ok && found.reply.kind === 'refusal' && found.reply.code === 'run.none';
  if (!none || request.channel === null) return found;
  const [last] = await desk.runs({ kind, channel: request.channel, limit: 1 });
  const run = last && isVisible(last, request.person.user, request.channel) ? await desk.run(last.id) : null;
  return run === null ? found : { ok: true, run, text };
}

const NONE: { readonly [kind in Kind]: string } = {
  release: 'No release is running. /release start begins one; /release list shows the last ones.',
  incident: 'No incident is open. /incident declare opens one; /incident list shows the last ones.',
};

async function threadRun(desk: Desk, { channel, thread }: Incoming): Promise<Run | null> {
  return channel === null || thread === null ? null : desk.runByThread(channel, thread);
}

async function byId(kind: Kind, { desk, request }: Asked, id: string, text: string): Promise<WhichRun<Run>> {
  const run = await desk.run(id);
  return run?.kind === kind && isOpenTo(run, request)
    ? { ok: true, run, text }
    : none(refuse('run.absent', `There is no ${id}. /${kind} list shows what there is.`));
}

/** To whoever takes no part and is not in its channel a private incident is not there. */
function isOpenTo(run: Run, { person, channel }: Incoming): boolean {
  if (run.kind !== 'incident' || !run.private) return true;
  return run.responders.includes(person.user) || run.commander === person.user || run.channel === channel;
}

async function open(
  kind: Kind,
  { desk, request }: Asked,
  filter: { readonly channel?: string; readonly owner?: string },
): Promise<readonly RunSummary[]> {
  const runs = await desk.runs({ kind, open: true, ...filter, limit: LISTED_MAX });
  return runs.filter(run => isVisible(run, request.person.user, request.channel));
}

function none(reply: Reply): WhichRun<Run> {
  return { ok: false, reply };
}

/** A list with a button each, which goes on with what was typed. */
function choice(kind: Kind, runs: readonly RunSummary[], word: string, rest: string): Reply {
  const blocks = runs.flatMap((run, index): readonly KnownBlock[] => {
    const value = JSON.stringify({ noun: kind, run: run.id, word, rest });
    // A text too long for a button is not cut: it would be recorded incomplete.
    const fits = value.length <= VALUE_MAX;
    const press = button({ text: `${run.id}`, action: `pick:${index}`, value });
    return [section(sayRun(run)), ...actions(fits ? press : null)];
  });
  const text = `Which ${kind} do you mean? Choose one, or write its number first: /${kind} ${word} ${runs[0]?.id ?? ''} …`;
  return { kind: 'say', message: bounded({ text, blocks: [section(inert(text)), ...blocks] }) };
}

/** `REL-12 · VALERO 1.3.0 minor · running · captain @ana`: for lists, which only the asker sees. */
export function sayRun(run: RunSummary): string {
  const phase =
    typeof run.facts['phase'] === 'string' && run.facts['phase'] !== '' && run.open ? `, ${run.facts['phase']}` : '';
  return `*${inert(run.id)}* · ${whisper(run.title)} · ${inert(run.status + phase)} · ${LEADS[run.kind]} ${mention(run.owner)}`;
}

const LEADS: { readonly [kind in RunSummary['kind']]: string } = {
  release: 'captain',
  incident: 'commander',
  drill: 'started by',
  alerts: 'by',
  product: 'by',
  system: 'by',
};
