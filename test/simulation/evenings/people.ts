import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import { sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import { closuresAhead } from '#src/domain/release/calendar/ahead.ts';
import type { Ask } from '../people.ts';
import { ANA, helpful, isActing, PEOPLE, TURNS, thoughtless } from '../people.ts';
import type { Random } from '../random.ts';

type Choice = readonly [weight: number, make: () => Ask | undefined];

/** What brings a run on, the best first. A time that is past and was closed is asked for anew. */
export function wise(run: ReleaseRun | DrillRun, now: Instant): readonly Ask[] {
  const missed = run.kind === 'release' && run.T !== null && run.T < now && closuresAhead(run).length > 0;
  const anew: Ask = { type: 'move', T: now + 4 * MINUTE, reason: 'that time is past' };
  return [...(missed ? [anew] : []), ...helpful(run)];
}

/** What somebody presses who means well, or does not think. */
export function anyAsk(run: ReleaseRun | DrillRun, random: Random, now: Instant): Ask | undefined {
  const choices = run.kind === 'drill' ? ofDrill(run, random) : ofRelease(run, random, now);
  let left = random.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, make] of choices) {
    left -= weight;
    if (left < 0) return make();
  }
  return undefined;
}

function ofDrill(run: DrillRun, random: Random): readonly Choice[] {
  return [
    [60, () => random.pick(helpful(run).slice(0, 2))],
    [14, () => skipped(run, random)],
    [12, () => ({ type: 'abort', reason: 'somebody needs staging' })],
    [3, () => ({ type: 'note', text: 'something was seen' })],
  ];
}

function ofRelease(run: ReleaseRun, random: Random, now: Instant): readonly Choice[] {
  const user = () => random.pick(PEOPLE)?.user ?? ANA.user;
  return [
    [60, () => random.pick(helpful(run).slice(0, 2))],
    [8, () => random.pick(thoughtless(run))],
    [isActing(run) ? 8 : 2, () => random.pick(TURNS)],
    [6, () => ({ type: 'move', T: now + random.between(-1, 15) * MINUTE, reason: 'the pilot is late' })],
    [run.pause === null ? 0 : 10, () => ({ type: 'acknowledge', page: null })],
    [4, () => ({ type: 'open-calendar', reason: 'it cannot wait' })],
    [failed(run).length > 0 ? 40 : 1, () => cared(run, random, user())],
    [3, () => ({ type: 'handover', to: user(), brief: null })],
    [run.handover === null ? 1 : 12, () => ({ type: 'handover-accept' })],
    [1, () => ({ type: 'handover-decline', reason: 'asleep' })],
    [7, () => edited(run, random)],
    [4, () => filed(run, random)],
    [1, () => ({ type: 'report' })],
    [2, () => ({ type: 'unlock', reason: 'we know why' })],
  ];
}

/** Steps that failed and ask for somebody. */
function failed(run: ReleaseRun): readonly { readonly step: string; readonly attempt: number }[] {
  return sectionsNow(run)
    .flatMap(section => section.steps)
    .flatMap(({ id }) => {
      const { status, attempt } = stateOf(run, id);
      return status === 'failed' || status === 'interrupted' ? [{ step: id, attempt }] : [];
    });
}

function cared(run: ReleaseRun, random: Random, user: string): Ask | undefined {
  const here = random.pick(failed(run));
  if (here === undefined) return undefined;
  return random.chance(0.6) ? { type: 'claim', ...here } : { type: 'hand', ...here, to: user, note: 'please look' };
}

/** The notes are always written by somebody who looks at them, though perhaps at those of a while ago. */
function edited(run: ReleaseRun, random: Random): Ask | undefined {
  const { notes } = run;
  const section = notes && random.pick(notes.sections);
  if (!notes?.hash || !section) return undefined;
  const { attempt } = stateOf(run, notes.step);
  const texts = { [section.name]: `${section.text.slice(0, 40)} and more (${random.between(1, 99)})` };
  return { type: 'edit-notes', step: notes.step, attempt, of: notes.hash, texts };
}

function filed(run: ReleaseRun, random: Random): Ask | undefined {
  const step = sectionsNow(run)
    .flatMap(section => section.steps)
    .find(({ id, verb }) => ['confirm', 'attach'].includes(verb) && stateOf(run, id).status === 'waiting');
  if (step === undefined) return undefined;
  const { user } = random.pick(PEOPLE) ?? ANA;
  const file = `F-${user}-${random.pick(['log', 'photo', 'huge', 'gone'])}`;
  const label = step.verb === 'attach' ? (Object.keys(step.wanted)[0] ?? 'plan') : 'log';
  return { type: 'attach-file', step: step.id, attempt: stateOf(run, step.id).attempt, label, file };
}

function skipped(run: DrillRun, random: Random): Ask | undefined {
  const step = random.pick(
    sectionsNow(run)
      .flatMap(section => section.steps)
      .filter(({ id }) => ['waiting', 'failed', 'interrupted'].includes(stateOf(run, id).status)),
  );
  return step && { type: 'skip', step: step.id, attempt: stateOf(run, step.id).attempt, reason: 'no time' };
}
