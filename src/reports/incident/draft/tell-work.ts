import { sentenceCase } from '#src/base/sentence-case.ts';
import type { EventData } from '#src/domain/events.ts';
import { ASKED_FOR_DRAFT } from '#src/domain/incident/react.ts';
import { findStep, HUMAN, stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import type { IncidentFacts } from '../facts.ts';
import type { Moment } from '../history.ts';
import { endOfAction } from './deeds-told.ts';
import { person, roleTitles, said, whoActs } from './words.ts';

/** One fact about pages, actions, notes or the runbook's steps as the timeline tells it; null: it is noise here. */
export function tellWorkFact(facts: IncidentFacts, moment: Moment): string | null {
  return tellPage(facts, moment) ?? tellDeed(facts, moment) ?? tellStep(moment);
}

function tellPage({ pages }: IncidentFacts, { fact, before, run }: Moment): string | null {
  const of = (id: string) => {
    const page = pages.find(one => one.id === id);
    return `the page to ${page ? roleTitles(run, page.roles) : said(id)}`;
  };
  switch (fact.type) {
    case 'page.requested':
      return `${roleTitles(run, fact.data.roles)} paged: ${said(fact.data.why)}`;
    case 'page.acknowledged': {
      const { by, via, page } = fact.data;
      if (via === 'slack') return `${whoActs(before ?? run, fact.actor)} acknowledged ${of(page)}`;
      return `${by === null ? 'Somebody' : said(by)} acknowledged ${of(page)}, as the pager says`;
    }
    case 'page.failed':
      return `Delivery FAILED of ${of(fact.data.page)}: ${said(fact.data.says)}`;
    case 'page.fallback': {
      const { users, mails, says, page } = fact.data;
      const ways = [...users.map(person), ...mails.map(said)].join(', ');
      return `A second way was tried for ${of(page)} (${said(says)}): ${ways === '' ? 'nobody is named there' : ways}`;
    }
    case 'page.resolved':
      return fact.data.via === 'gonogo' ? null : `Ended at the pager: ${of(fact.data.page)}, ${said(fact.data.says)}`;
    default:
      return null;
  }
}

function tellDeed({ actions }: IncidentFacts, { fact, before, run }: Moment): string | null {
  const by = whoActs(before ?? run, fact.actor);
  const title = (id: string) => `“${said(actions.find(one => one.id === id)?.title ?? id)}”`;
  const ended = (id: string, says: string) => {
    const action = actions.find(one => one.id === id);
    return action ? endOfAction(action) : said(says);
  };
  switch (fact.type) {
    case 'action.taken': {
      const on = fact.data.suspect === null ? '' : ` on ${said(fact.data.suspect)}`;
      return `${by} pressed “${said(fact.data.title)}”${on}${why(fact.data.reason)}`;
    }
    case 'action.done':
      return `${title(fact.data.id)}: ${ended(fact.data.id, fact.data.says)}`;
    case 'action.undoing':
      return `${by} takes ${title(fact.data.id)} back${why(fact.data.reason)}`;
    case 'action.undone':
      return `${title(fact.data.id)} is taken back`;
    case 'action.accepted-as-lasting':
      return `${by} accepted ${title(fact.data.id)} as lasting: ${said(fact.data.reason)}`;
    case 'suspects.found':
      return fact.data.releases.length === 0
        ? null
        : `Lately in production: ${fact.data.releases.map(one => `${said(one.run)} (${said(one.title)})`).join(', ')}`;
    case 'run.linked':
      return `${said(fact.data.run)} is linked: ${said(fact.data.why)}`;
    case 'decision.added':
      return `${by} recorded a decision: ${said(fact.data.text)}`;
    case 'note.added':
      return fact.data.text === ASKED_FOR_DRAFT ? null : `${by} noted: ${said(fact.data.text)}`;
    case 'task.added': {
      const { text, owner, followUp } = fact.data;
      return `${by} noted a ${followUp ? 'follow-up' : 'task'}${owner === null ? '' : ` for ${person(owner)}`}: ${said(text)}`;
    }
    case 'task.done':
      return `${by} finished the task “${said(run.tasks.find(one => one.id === fact.data.id)?.text ?? fact.data.id)}”`;
    default:
      return null;
  }
}

/** Of the runbook: what people did, what a check or a look at the figures said, and what went wrong. */
function tellStep({ fact, before, run }: Moment): string | null {
  const by = whoActs(before ?? run, fact.actor);
  const title = (id: string) => `“${said(titleById(run, id))}”`;
  switch (fact.type) {
    case 'step.finished': {
      const { step: id, says } = fact.data;
      const verb = findStep(run, id)?.verb;
      if (verb === 'check' || verb === 'show') return `${title(id)}: ${said(says)}`;
      if (verb === undefined || !HUMAN.has(verb) || verb === 'do' || verb === 'start') return null;
      return fact.actor.kind === 'person' ? `${by} did ${title(id)}: ${said(says)}` : `${title(id)}: ${said(says)}`;
    }
    case 'step.failed':
      return `${title(fact.data.step)} failed: ${said(fact.data.says)}`;
    case 'step.interrupted':
      return `${title(fact.data.step)} was interrupted, nobody knows whether it was done: ${said(fact.data.says)}`;
    case 'step.retried':
      return fact.actor.kind === 'person' ? `${by} had ${title(fact.data.step)} done again` : null;
    case 'step.skipped':
      return `${by} left out ${title(fact.data.step)}: ${said(fact.data.reason)}`;
    case 'item.ticked':
      return ticked(fact.data, by);
    case 'evidence.attached':
      return `${by} attached ${said(fact.data.label)} to ${title(fact.data.step)}: ${said(fact.data.link)}`;
    case 'metric.warned':
      return sentenceCase(said(fact.data.says));
    case 'effect.unknown':
    case 'effect.gave-up':
      return fact.data.kind.startsWith('chat.') ? null : `${said(fact.data.kind)}: ${said(fact.data.says)}`;
    default:
      return null;
  }

  /** A tick that says no more than that it holds is for the list, not for the story. */
  function ticked({ step, item, holds, remark }: EventData<'item.ticked'>, ticker: string): string | null {
    if (!holds) return `${ticker} said of ${title(step)} that “${itemOf(run, step, item)}” does not hold${why(remark)}`;
    return (remark ?? '').trim() === '' ? null : `${ticker} ticked “${itemOf(run, step, item)}”${why(remark)}`;
  }
}

/** As it was resolved when its step started, else as it stands in the file. */
function itemOf(run: IncidentRun, id: string, item: string): string {
  const step = findStep(run, id);
  const items = step !== null && 'items' in step ? step.items : [];
  const index = items.findIndex(one => one.id === item);
  const resolved = stateOf(run, id).resolved['items'];
  const text = Array.isArray(resolved) ? resolved[index] : undefined;
  return said(typeof text === 'string' ? text : (items[index]?.item ?? item));
}

function why(reason: string | null): string {
  return reason === null || reason.trim() === '' ? '' : `: ${said(reason)}`;
}
