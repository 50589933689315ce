import { section } from '#src/chat/blocks.ts';
import { when } from '#src/chat/dates.ts';
import type { Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { bounded } from '#src/chat/limits.ts';
import { isVisible } from '#src/chat/visible.ts';
import { sayRun } from '#src/chat/which-run.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';

const LISTED_MAX = 15;

export const list: Verb = {
  noun: 'incident',
  word: 'list',
  usage: 'list',
  help: 'Lists the open incidents and the last ones',
  async run(request, _text, desk) {
    const all = await desk.runs({ kind: 'incident', limit: LISTED_MAX });
    const runs = all.filter(run => isVisible(run, request.person.user, request.channel));
    const open = runs.filter(run => run.open);
    const over = runs.filter(run => !run.open);
    const text =
      open.length === 0
        ? 'No incident is open.'
        : open.length === 1
          ? 'One incident is open.'
          : `${open.length} incidents are open.`;
    const blocks = [
      section(text, ...open.map(incidentRow)),
      ...(over.length === 0 ? [] : [section('*The last ones*', ...over.map(incidentRow))]),
    ];
    return { kind: 'say', message: bounded({ text, blocks }) };
  },
};

/** `SEV1 · *INC-7* · Checkout down · investigating · commander @ana · declared 14:02` */
export function incidentRow(run: RunSummary): string {
  const drill = run.facts['drill'] === true ? 'DRILL · ' : '';
  const secret = run.facts['private'] === true ? 'PRIVATE · ' : '';
  return `${drill}${secret}${inert(String(run.facts['severity'] ?? ''))} · ${sayRun(run)} · declared ${when(run.startedAt)}`;
}
