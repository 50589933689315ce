import type { KnownBlock } from '@slack/types';
import type { Run } from '#src/domain/procedure/state.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { actions, button, section } from './blocks.ts';
import type { Desk } from './desk.ts';
import { inert, mention } from './escape.ts';
import type { Incoming } from './incoming.ts';
import { bounded } from './limits.ts';
import type { Reply } from './reply.ts';
import { refuse } from './reply.ts';
import { VALUE_MAX } from './values.ts';
import { firstWord } from './words.ts';

export type WhichRun =
  /** `text`: what is left after the id, as it was typed. */
  | { readonly ok: true; readonly run: Run; readonly text: string }
  /** There is none, or somebody has to choose. */
  | { readonly ok: false; readonly reply: Reply };

const RUN_ID = /^REL-\d{1,9}$/i;
const LISTED_MAX = 10;

/**
 * The release a command means: the id it begins with; else the thread it was said in; else the one open release of this
 * channel; else the one the asker leads; else the asker chooses. `word` is the command, done again after the choice.
 */
export async function whichRun(desk: Desk, request: Incoming, text: string, word: string): Promise<WhichRun> {
  const first = firstWord(text);
  if (RUN_ID.test(first.word)) return byId(desk, first.word.toUpperCase(), first.rest);
  const ofThread = await threadRun(desk, request);
  if (ofThread !== null) return { ok: true, run: ofThread, text };
  const here = request.channel === null ? [] : await open(desk, { channel: request.channel });
  if (here.length === 1 && here[0]) return byId(desk, here[0].id, text);
  const mine = await open(desk, { owner: request.person.user });
  if (mine.length === 1 && mine[0]) return byId(desk, mine[0].id, text);
  const all = here.length > 0 ? here : await open(desk, {});
  if (all.length === 0)
    return none(
      refuse('run.none', 'No release is running. /release start begins one; /release list shows the last ones.'),
    );
  return none(choice(all, word, text));
}

async function threadRun(desk: Desk, { channel, thread }: Incoming): Promise<Run | null> {
  return channel === null || thread === null ? null : desk.runByThread(channel, thread);
}

async function byId(desk: Desk, id: string, text: string): Promise<WhichRun> {
  const run = await desk.run(id);
  return run
    ? { ok: true, run, text }
    : none(refuse('run.absent', `There is no ${id}. /release list shows what there is.`));
}

function open(
  desk: Desk,
  filter: { readonly channel?: string; readonly owner?: string },
): Promise<readonly RunSummary[]> {
  return desk.runs({ kind: 'release', open: true, ...filter, limit: LISTED_MAX });
}

function none(reply: Reply): WhichRun {
  return { ok: false, reply };
}

/** A list with a button each, which goes on with what was typed. */
function choice(runs: readonly RunSummary[], word: string, rest: string): Reply {
  const blocks = runs.flatMap((run, index): readonly KnownBlock[] => {
    const value = JSON.stringify({ run: run.id, word, rest });
    // A text too long for a button is not cut: it would be recorded incomplete.
    const fits = value.length <= VALUE_MAX;
    const press = button({ text: `${run.id}`, action: `pick:${index}`, value });
    return [section(sayRun(run)), ...actions(fits ? press : null)];
  });
  const text = `Which release do you mean? Choose one, or write its number first: /release ${word} ${runs[0]?.id ?? 'REL-1'} …`;
  return { kind: 'say', message: bounded({ text, blocks: [section(inert(text)), ...blocks] }) };
}

/** `REL-12 · VALERO 1.3.0 minor · running · captain @ana` */
export function sayRun(run: RunSummary): string {
  const phase =
    typeof run.facts['phase'] === 'string' && run.facts['phase'] !== '' && run.open ? `, ${run.facts['phase']}` : '';
  return `*${inert(run.id)}* · ${inert(run.title)} · ${inert(run.status + phase)} · captain ${mention(run.owner)}`;
}
