import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { actions, button, section } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { inert, mention, say } from '../../escape.ts';
import { nameWords } from '../../incident-words.ts';
import { bounded, cut } from '../../limits.ts';
import type { Message } from '../../message.ts';
import type { ToldFact } from '../../told.ts';
import { runValue } from '../../values.ts';
import { postUpdate } from './buttons.ts';

/**
 * One reminder, addressed to whoever leads; a missed one is louder and names the deputy. When the next fact made it old it
 * becomes one line that says what became of it, without buttons.
 */
export function reminderMessage(run: IncidentRun, fact: ToldFact | null, became: ToldFact | null): Message | null {
  if (became !== null) return line(ended(run, became));
  if (fact?.type !== 'incident.update-due' && fact?.type !== 'incident.update-missed') return null;
  const missed = fact.type === 'incident.update-missed';
  const text = missed
    ? missedText(run, fact.data.says, fact.data.dueAt)
    : `${leader(run)}: update due for ${nameWords(run)} (${inert(fact.data.says)}).`;
  const blocks = [
    section(missed ? `⚠ *Update missed.* ${text}` : text),
    ...actions(postUpdate(run), noChange(run), snooze(run)),
  ];
  return bounded({ text: missed ? `Update missed. ${text}` : text, blocks });
}

function missedText(run: IncidentRun, says: string, dueAt: number): string {
  const others = run.deputy === null || run.deputy === run.commander ? '' : `, ${mention(run.deputy)} as deputy`;
  return `${leader(run)}${others}: ${nameWords(run)} owes an update since ${when(dueAt)}. ${inert(says)}. Post what you know; “No change” is enough.`;
}

function leader({ commander }: IncidentRun): string {
  return commander === null ? 'Nobody has command' : mention(commander);
}

function noChange(run: IncidentRun) {
  return button({ text: 'No change', action: 'incident.no-change', value: runValue(run) });
}

function snooze(run: IncidentRun) {
  return button({ text: 'Snooze…', action: 'incident.snooze', value: runValue(run) });
}

function line(text: string): Message {
  return bounded({ text, blocks: [section(text)] });
}

function ended(run: IncidentRun, became: ToldFact): string {
  const by = became.actor.kind === 'person' ? ` by ${mention(became.actor.user)}` : '';
  const id = inert(run.id);
  switch (became.type) {
    case 'incident.updated':
      return `✔ Reminder for ${id}: answered${by} ${when(became.at)}${became.data.noChange ? ', no change' : ' with an update'}.`;
    case 'reminder.snoozed':
      return `Reminder for ${id}: put off until ${when(became.data.until)}${by}: ${say(cut(became.data.reason, 500))}`;
    case 'incident.update-missed':
      return `✖ Reminder for ${id}: no update came; it was missed, see below.`;
    case 'incident.update-due':
      return `Reminder for ${id}: no update came yet; the newer reminder stands below.`;
    case 'incident.resolved':
      return `Reminder for ${id}: resolved ${when(became.at)}, no update is due any more.`;
    default:
      return `Reminder for ${id}: no longer due.`;
  }
}
