import type { KnownBlock } from '@slack/types';
import type { JsonObject } from '#src/base/json.ts';
import { waitForSomebody } from '#src/domain/incident/acknowledge-page.ts';
import { rollbackSection } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import { pagesOfPause } from '#src/domain/release/paging.ts';
import { actions, button, section } from './blocks.ts';
import { approving, namedAt } from './cards/gate.ts';
import { whatIsReleased } from './cards/release/state-words.ts';
import { openButton } from './cards/release/window-lines.ts';
import { directIncident } from './direct-incident.ts';
import { channelLink, inert, link, mention, say } from './escape.ts';
import { sayLate } from './late.ts';
import { bounded, cut } from './limits.ts';
import type { Message } from './message.ts';
import { shown } from './shown.ts';
import { storyLines } from './story.ts';
import type { ToldFact } from './told.ts';
import { runValue } from './values.ts';
import { roleTitle } from './who.ts';

/** Where the run's card stands. */
export type CardPlace = { readonly channel: string; readonly ts: string };

const SAYS_MAX = 1_500;

/**
 * A message to one person who must act or must know at once. But for an offer, which is theirs alone, it has no buttons: it
 * is never redrawn, and a button that no longer works is worse than a way to the one that does.
 */
export function directMessage(run: Run, body: JsonObject, card: CardPlace | null): Message {
  if (run.kind === 'incident') return directIncident(run, body, where(run, card));
  const lines = run.kind === 'drill' ? linesOfDrill(run, body) : linesOf(run, body);
  return directly(run, [...lines, ...sayUnread(run, body)], card, run.kind === 'drill' ? [] : offer(run, body));
}

function directly(
  run: Run,
  lines: readonly string[],
  card: CardPlace | null,
  buttons: readonly KnownBlock[] = [],
): Message {
  return bounded({ text: lines[0] ?? run.id, blocks: [section(...lines, where(run, card)), ...buttons] });
}

/** Whoever is asked because nobody could say who it is now has to know that it may be somebody else. */
function sayUnread(run: Run, { unread }: JsonObject): readonly string[] {
  if (!Array.isArray(unread)) return [];
  const titles = unread.map(role => roleTitle(run, String(role))).join(', ');
  return [`${inert(titles)} could not be looked up, so this goes to whoever it was last.`];
}

function linesOfDrill(run: DrillRun, body: JsonObject): readonly string[] {
  const says = inert(cut(String(body['says'] ?? ''), SAYS_MAX));
  const drill = `the drill ${inert(run.id)} (${inert(run.title)})`;
  if (body['about'] !== 'stands') return [says, `From ${drill}.`];
  const title = inert(titleById(run, String(body['step'])));
  return [`${drill.replace('the', 'The')} stands still: “${title}” ${says}`, 'Its thread offers Retry, Skip or Abort.'];
}

function linesOf(run: ReleaseRun, body: JsonObject): readonly string[] {
  const about = String(body['about'] ?? 'notice');
  const says = cut(String(body['says'] ?? ''), SAYS_MAX);
  const release = `${inert(run.id)} (${inert(whatIsReleased(run))})`;
  switch (about) {
    case 'vote':
      return [
        says === ''
          ? `${release} waits for your go or no-go.`
          : `${release} asks for your go or no-go again: ${say(says, namedAt(run, String(body['step'])))}.`,
        approving(run),
        'Press Go or No-go in its thread.',
      ];
    case 'pause':
      return [`${release} is paused and asks for you: ${say(says, [run.pause?.by ?? null])}`, wayOut(run)];
    case 'phase':
      return [
        `“${phase(run, body)}” of ${release} begins now${sayLate(Number(body['late']))}. Its steps are in the thread.`,
      ];
    case 'phase-due':
      return [`“${phase(run, body)}” of ${release} was to begin now, but ${inert(says)}.`];
    case 'escalated':
      return [`You are needed for ${release}. It stands still, and ${inert(says)}.`, wayOut(run)];
    case 'page':
      return [`You are needed for ${release}. The page: ${inert(says)}; so this comes to you directly.`, wayOut(run)];
    case 'window':
      return [`${release}: ${inert(says)}`];
    case 'rollback':
      return [
        `${release} is rolling back: ${inert(says)}`,
        `${rollbackSection(run).steps.length} steps are planned; the thread shows each.`,
      ];
    case 'unstopped':
      return [
        `${release}: “${inert(titleById(run, String(body['step'])))}” could not be stopped: ${inert(says)}`,
        `Look whether it still runs. ${withoutEnd(run)}`,
      ];
    case 'informed': {
      const told = storyLines(run, body['story'] as unknown as readonly ToldFact[])?.text ?? '';
      // One text: a phone shows the first of several and nothing else.
      return [`${release}:${told.includes('\n') ? '\n' : ' '}${told}`];
    }
    case 'handed':
      return [
        `${release}: ${person(body['by'])} asks you to look after “${inert(titleById(run, String(body['step'])))}”, which failed.`,
        inert(cut(String(body['note'] ?? ''), SAYS_MAX)),
        'Press I take it in its thread, so that the others know.',
      ];
    case 'unclaimed':
      return [
        `${release} stands still, and nobody has taken “${inert(titleById(run, String(body['step'])))}” yet. You answer for it.`,
        'Its thread offers Retry, Skip, Hand over and the way out.',
      ];
    case 'handover':
      return [
        `You are offered ${release}, to be its captain. Nothing changes until you accept.`,
        ...say(cut(String(body['brief'] ?? ''), SAYS_MAX), Object.values(run.people).flat())
          .split('\n')
          .map(line => `> ${line}`),
      ];
    case 'declined': {
      const reason = String(body['reason'] ?? '');
      return [
        `${person(body['by'])} declined ${release}, so it stays with you${reason === '' ? '.' : `: ${inert(reason)}`}`,
      ];
    }
    case 'incident':
      return [
        `${release}: ${inert(says)}`,
        'The runbook asks for an incident here: /incident declare. Nobody was paged, only this message was sent.',
      ];
    default:
      return [shown(run, says, [run.rollback?.by ?? null]), `From ${release}.`];
  }
}

function person(user: unknown): string {
  return typeof user === 'string' ? mention(user) : 'gonogo';
}

function offer(run: ReleaseRun, body: JsonObject): readonly KnownBlock[] {
  if (body['about'] !== 'handover') return [];
  return actions(
    button({ text: 'Accept', action: 'release.accept', value: runValue(run), style: 'primary' }),
    button({ text: 'Decline…', action: 'release.decline', value: runValue(run) }),
  );
}

function phase(run: ReleaseRun, { phase: id }: JsonObject): string {
  return inert(run.runbook.phases.find(one => one.id === id)?.title ?? String(id));
}

function withoutEnd(run: ReleaseRun): string {
  if (run.abort !== null) return 'The release is aborted all the same.';
  if (run.rollback !== null) return 'The rollback waits for its end; Start anyway on the card does not.';
  return `Until it ends nothing goes on. The card offers ${run.runbook.rollback === null ? '' : 'Roll back or '}Abort.`;
}

function wayOut(run: ReleaseRun): string {
  const have = waitForSomebody(pagesOfPause(run)) ? 'Press I have it on its card, so that the others know. ' : '';
  return `${have}${decisions(run)}`;
}

function decisions(run: ReleaseRun): string {
  if (run.pause?.cause === 'window')
    return `Its card offers ${openButton(run) === null ? 'Resume' : 'Open the window'}${run.runbook.rollback === null ? '' : ', Roll back'} or Abort.`;
  const failed = run.pause?.cause === 'step';
  const back = run.rollback === null && run.runbook.rollback !== null ? ', Roll back' : '';
  return failed
    ? `Its thread offers Retry, Skip${back}, Hand over or Abort.`
    : `Its card offers Resume${back} or Abort.`;
}

function where(run: Run, card: CardPlace | null): string {
  if (card === null) return `In ${channelLink(run.channel)}.`;
  const url = `https://slack.com/app_redirect?channel=${card.channel}&message_ts=${card.ts}`;
  return `${link(url, 'Open its card')} in ${channelLink(card.channel)}.`;
}
