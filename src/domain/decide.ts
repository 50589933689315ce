import type { Instant } from '#src/base/time.ts';
import { decideAlerts } from './alerts/decide.ts';
import type { Alerts } from './alerts/state.ts';
import type { Command, PersonCommand, WorldCommand } from './commands.ts';
import { decideDrillNews } from './drill/decide-news.ts';
import { decideDrillPerson } from './drill/decide-person.ts';
import { decideStartDrill } from './drill/decide-start.ts';
import type { Fact, Refusal } from './fact.ts';
import { fact } from './fact.ts';
import { decideDeclare } from './incident/decide-declare.ts';
import { decideIncidentNews } from './incident/decide-news.ts';
import { decideIncidentPerson } from './incident/decide-person.ts';
import { Draft } from './procedure/draft.ts';
import type { EffectAsk } from './procedure/effects.ts';
import { peopleFound } from './procedure/people-found.ts';
import type { Run } from './procedure/state.ts';
import { decideProduct } from './product/decide.ts';
import { decideNews } from './release/decide-news.ts';
import { decidePerson } from './release/decide-person.ts';
import { decideStart } from './release/decide-start.ts';
import type { State } from './state.ts';
import { asAlerts, asProduct, asRun } from './state.ts';

export type Decided = {
  /** Null only when a start was refused. */
  readonly run: State | null;
  readonly facts: readonly Fact[];
  /** What is asked for without a fact of its own: a sweep, a poll. All else follows from facts (react.ts). */
  readonly effects: readonly EffectAsk[];
  readonly refusal: Refusal | null;
};

/**
 * What a command adds to a timeline. Pure: the same state, command and instant give the same answer. A refusal may
 * still record something (a denial).
 */
export function decide(stream: string, run: Run | null, command: Command, now: Instant): Decided & { run: Run | null };
export function decide(stream: string, state: State | null, command: Command, now: Instant): Decided;
export function decide(stream: string, state: State | null, command: Command, now: Instant): Decided {
  if (stream.startsWith(ALERTS)) return ofAlerts(stream, asAlerts(state), command, now);
  if (stream.startsWith(PRODUCT)) return decideProduct(stream, asProduct(state), command, now);
  return ofRun(stream, asRun(state), command, now);
}

function ofAlerts(stream: string, state: Alerts | null, command: Command, now: Instant): Decided {
  const { draft, effects, refusal } = decideAlerts(stream, state, command, now);
  return { run: draft.found, facts: draft.facts, effects, refusal };
}

function ofRun(stream: string, run: Run | null, command: Command, now: Instant): Decided {
  const draft = new Draft(stream, run, now);
  const { refusal, effects } = step(draft, run, command, now);
  if (refusal === null || draft.facts.length > 0) draft.advance();
  return { run: draft.run, facts: draft.facts, effects, refusal };
}

/** Streams of a product's alerts begin with it. */
export const ALERTS = 'alerts:';
/** And those of a product itself. */
export const PRODUCT = 'product:';

type Outcome = { readonly refusal: Refusal | null; readonly effects: readonly EffectAsk[] };

function step(draft: Draft, run: Run | null, command: Command, now: Instant): Outcome {
  if (command.type === 'start') return done(decideStart(draft, run, command));
  if (command.type === 'declare') return done(decideDeclare(draft, run, command, now));
  if (command.type === 'start-drill') return done(decideStartDrill(draft, run, command));
  if (run === null) return done({ code: 'run.absent', text: 'There is no such run.' });
  if (command.actor.kind === 'bot') return { refusal: null, effects: news(draft, run, command as WorldCommand, now) };
  return done(person(draft, run, command as PersonCommand, now));
}

function news(draft: Draft, run: Run, command: WorldCommand, now: Instant): readonly EffectAsk[] {
  if (command.type === 'people-found') return peopleFound(draft, run, command);
  switch (run.kind) {
    case 'release':
      return decideNews(draft, run, command, now);
    case 'incident':
      return decideIncidentNews(draft, run, command, now);
    case 'drill':
      return decideDrillNews(draft, run, command, now);
  }
}

function person(draft: Draft, run: Run, command: PersonCommand, now: Instant): Refusal | null {
  if (command.type === 'open-form') return openForm(draft, run, command, now);
  switch (run.kind) {
    case 'release':
      return decidePerson(draft, run, command, now);
    case 'incident':
      return decideIncidentPerson(draft, run, command, now);
    case 'drill':
      return decideDrillPerson(draft, run, command);
  }
}

/**
 * The deed is decided apart, and only its denial counts: all else is judged with what will be written. So is whoever Slack
 * did not vouch for in time.
 */
function openForm(
  draft: Draft,
  run: Run,
  { actor, deed }: PersonCommand & { type: 'open-form' },
  now: Instant,
): Refusal | null {
  const apart = new Draft(run.stream, run, now);
  const refusal = person(apart, run, { ...deed, actor }, now);
  const denial = apart.facts.find(one => one.type === 'access.denied');
  if (refusal === null || denial === undefined || refusal.code === 'who.unknown') return null;
  draft.add(fact('access.denied', denial.data), actor);
  return refusal;
}

function done(refusal: Refusal | null): Outcome {
  return { refusal, effects: [] };
}
