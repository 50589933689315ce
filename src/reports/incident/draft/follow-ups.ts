import { DAY, iso } from '#src/base/time.ts';
import type { Task } from '#src/domain/incident/state.ts';
import { table } from '../../markdown.ts';
import type { IncidentFacts } from '../facts.ts';
import { blocks, lines, link, OPEN, said, todo, who } from './words.ts';

export type Term = 'short' | 'mid' | 'long';

/** Due within a week and within a month of the end; ours, until a team says otherwise by setting dates. */
const TERMS: { readonly [term in Term]: { readonly untilMs: number; readonly ask: string } } = {
  short: { untilMs: 7 * DAY, ask: 'What do we change this week, so that it cannot come back in the same way?' },
  mid: { untilMs: 31 * DAY, ask: 'What do we change this month, so that we see it sooner or feel it less?' },
  long: { untilMs: Number.POSITIVE_INFINITY, ask: 'What in how we build or run this would make such incidents rarer?' },
};

type Row = Pick<Task, 'text' | 'owner' | 'dueAt' | 'doneAt'>;

/** What is to be done in a term; what has no date yet stands first, under short, because somebody wanted it then. */
export function actionsOfTerm(facts: IncidentFacts, term: Term): string {
  const rows = [...workarounds(facts, term), ...ofTerm(facts, term)];
  const { run } = facts;
  return blocks(
    rows.length === 0
      ? ''
      : table(
          ['Action', 'Prevents, detects or softens', 'Owner', 'Due', 'Ticket'],
          rows.map(row => [
            row.doneAt === null ? said(row.text) : `${said(row.text)} (done ${iso(row.doneAt).slice(0, 10)})`,
            OPEN,
            row.owner === null ? OPEN : who(run, row.owner),
            row.dueAt === null ? OPEN : iso(row.dueAt).slice(0, 10),
            ticketOf(row.text) ?? OPEN,
          ]),
        ),
    todo(TERMS[term].ask),
  );
}

/** Follow-ups, and tasks that were still open at the end. */
export function followUps({ run }: IncidentFacts): readonly Task[] {
  return run.tasks.filter(task => task.followUp || task.doneAt === null);
}

function ofTerm(facts: IncidentFacts, term: Term): readonly Row[] {
  return followUps(facts).filter(task => termOf(facts, task.dueAt) === term);
}

function termOf({ end }: IncidentFacts, dueAt: number | null): Term {
  if (dueAt === null || dueAt <= end + TERMS.short.untilMs) return 'short';
  return dueAt <= end + TERMS.mid.untilMs ? 'mid' : 'long';
}

/** A workaround that stays is tomorrow's incident: it is on the list until it is taken back or built in. */
function workarounds({ actions, run }: IncidentFacts, term: Term): readonly Row[] {
  if (term !== 'short') return [];
  const undoable = (id: string) => {
    const does = run.runbook.actions.find(one => one.id === run.actions.find(taken => taken.id === id)?.action)?.does;
    return does?.kind === 'steps' && does.undo.length > 0;
  };
  const stays = actions.filter(one => one.lasting !== null || (one.undoneAt === null && undoable(one.id)));
  return stays.map(one => {
    const stands = one.done === null ? 'it had not ended' : 'still in force';
    const why = one.lasting === null ? stands : `accepted as lasting: ${one.lasting.reason ?? ''}`;
    return { text: `Take “${one.title}” back or build it in (${why})`, owner: null, dueAt: null, doneAt: null };
  });
}

export function followUpList(facts: IncidentFacts): string {
  const all = followUps(facts).map(({ text, owner, doneAt }) => {
    const by = owner === null ? OPEN : who(facts.run, owner);
    return `- [${doneAt === null ? ' ' : 'x'}] ${said(text)} (${by})`;
  });
  return all.length === 0 ? todo('Nobody noted a follow-up. What is left to do?') : lines(...all);
}

const URL = /https?:\/\/[^\s"<>|`\\]+[^\s"<>|`\\.,;:)!?]/gi;
const PULL_REQUEST = /\/(?:pull|pulls|merge_requests|pull-requests)\/\d+/;
/** `/issues/12`, `/browse/OPS-7`, `/tickets/9`: any other address may be anything. */
const TICKET = /\/(?:issues|issue|tickets?|work_items|browse|story)\/[\w-]*\d/i;

/** Addresses in what people wrote while it went on. */
export function addresses({ run }: IncidentFacts, kind: 'ticket' | 'pull-request'): readonly string[] {
  const texts = [...run.tasks, ...run.notes, ...run.decisions, ...Object.values(run.captured)].map(one => one.text);
  const all = [...new Set(texts.flatMap(text => text.match(URL) ?? []))];
  return all.filter(url => (kind === 'ticket' ? TICKET : PULL_REQUEST).test(url));
}

function ticketOf(text: string): string | null {
  const url = text.match(URL)?.find(one => TICKET.test(one));
  return url === undefined ? null : link(url, url);
}
