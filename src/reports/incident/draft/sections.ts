import { sentenceCase } from '#src/base/sentence-case.ts';
import type { IncidentFacts } from '../facts.ts';
import { decisions } from './decisions.ts';
import { detection } from './detection.ts';
import { actionsOfTerm, addresses, followUpList } from './follow-ups.ts';
import { impact } from './impact.ts';
import { lucky, wentBadly, wentWell } from './lessons.ts';
import { messages } from './messages.ts';
import { resolution } from './resolution.ts';
import { response } from './response.ts';
import { review } from './review.ts';
import { rootCause } from './root-cause.ts';
import { summary } from './summary.ts';
import { timelineText } from './timeline.ts';
import { trigger } from './trigger.ts';
import { blocks, lines, link, said, todo } from './words.ts';

type Section = { readonly title: string; readonly text: (facts: IncidentFacts) => string };

/** In the order in which they are read. */
const USUAL: { readonly [id: string]: Section } = {
  summary: { title: 'Summary', text: summary },
  impact: { title: 'Impact', text: impact },
  detection: { title: 'Detection', text: detection },
  trigger: { title: 'Trigger and related changes', text: trigger },
  response: { title: 'Response', text: response },
  timeline: { title: 'Timeline', text: timelineText },
  decisions: { title: 'Decisions', text: decisions },
  resolution: { title: 'Resolution', text: resolution },
  'root-cause': { title: 'Root cause and contributing factors', text: rootCause },
  'went-well': { title: 'What went well', text: wentWell },
  'went-badly': { title: 'What went badly', text: wentBadly },
  lucky: { title: 'Where we got lucky', text: lucky },
  'actions-short': { title: 'Actions, short-term', text: facts => actionsOfTerm(facts, 'short') },
  'actions-mid': { title: 'Actions, mid-term', text: facts => actionsOfTerm(facts, 'mid') },
  'actions-long': { title: 'Actions, long-term', text: facts => actionsOfTerm(facts, 'long') },
  messages: { title: 'Messages sent', text: messages },
  review: { title: 'Review', text: review },
};

/** Only where a runbook names them: the usual ones hold the same in another shape. */
const ASKED_FOR: { readonly [id: string]: Section } = {
  tickets: { title: 'Tickets', text: facts => linked(facts, 'ticket') },
  'pull-requests': { title: 'Pull requests', text: facts => linked(facts, 'pull-request') },
  'follow-ups': { title: 'Follow-ups', text: followUpList },
};

/**
 * The summary, then what the runbook names in its order, then the rest: what was recorded is not lost because a file does
 * not name it. A section only the team knows becomes a question; the review comes last unless it is named.
 */
export function sections(facts: IncidentFacts): readonly string[] {
  const named = [...new Set(facts.run.runbook.postmortem.sections.map(idOf))];
  const rest = Object.keys(USUAL).filter(id => !named.includes(id));
  const first = rest.filter(id => id === 'summary');
  const order = [...first, ...named, ...rest.filter(id => id !== 'summary')];
  return order.map(id => {
    const known = USUAL[id] ?? ASKED_FOR[id];
    const written = facts.run.runbook.postmortem.sections.find(name => idOf(name) === id) ?? id;
    if (known) return blocks(`## ${known.title}`, known.text(facts));
    return blocks(`## ${said(titleOf(written))}`, todo(`What is to be said about “${said(titleOf(written))}”?`));
  });
}

function idOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

/** `customer-letters` -> `Customer letters`; what is written as a sentence stays so. */
function titleOf(name: string): string {
  const words = /\s/.test(name.trim()) ? name.trim() : name.replace(/[-_]+/g, ' ');
  return sentenceCase(words);
}

function linked(facts: IncidentFacts, kind: 'ticket' | 'pull-request'): string {
  const found = addresses(facts, kind).map(url => `- ${link(url, url)}`);
  const what = kind === 'ticket' ? 'tickets' : 'pull requests';
  return blocks(lines(...found), todo(`Which ${what} belong to this${found.length === 0 ? '' : ' beside these'}?`));
}
