import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { section } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { channelLink, inert, mention } from '../../escape.ts';
import { commanderWords, marks, nameWords, severitySign, statusWord, titleWords } from '../../incident-words.ts';
import { bounded, cut } from '../../limits.ts';
import type { Message } from '../../message.ts';
import { nextLine, saidLines } from './update.ts';

/** For channels that only follow: one message, kept up to date. Of a private incident nothing is told elsewhere. */
export function announcement(run: IncidentRun): Message | null {
  if (run.private) return null;
  const last = run.updates.at(-1);
  const sign = run.status === 'resolved' ? '✅' : severitySign(run);
  const head = `${sign} ${marks(run)}*${inert(run.severity)} · ${inert(run.id)} · ${titleWords(run)}* · ${statusWord(run.status)}`;
  const said =
    last === undefined
      ? []
      : last.noChange
        ? [`No change since the update before, says ${mention(last.by)}.`]
        : saidLines(last);
  const lines = [
    head,
    commanderWords(run),
    run.impact === null ? '' : `Impact: ${inert(cut(run.impact, 1_000))}`,
    ...said,
    run.status === 'resolved' && run.resolution ? `Resolved: ${inert(cut(run.resolution.summary, 1_000))}` : '',
    [last === undefined ? '' : `Updated ${when(last.at)}.`, nextLine(run), `Followed in ${channelLink(run.channel)}.`]
      .filter(part => part !== '')
      .join(' '),
  ];
  return bounded({
    text: cut(`${nameWords(run)}: ${statusWord(run.status).toLowerCase()}.`, 600),
    blocks: [section(...lines)],
  });
}
