import { section } from '#src/chat/blocks.ts';
import type { Verb } from '#src/chat/desk.ts';
import { chronicle } from '#src/chat/incident-chronicle.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import { bounded } from '#src/chat/limits.ts';
import type { Reply } from '#src/chat/reply.ts';
import { recentIncident } from '#src/chat/which-run.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';

/** One section holds a handful of lines; more than this many nobody reads in Slack. */
const LINES_MAX = 40;
const SECTION_LINES = 8;

export const timeline: Verb = {
  noun: 'incident',
  word: 'timeline',
  usage: 'timeline [INC-n]',
  help: 'Shows what happened so far, to you alone',
  inThread: true,
  async run(request, text, desk) {
    const which = await recentIncident(desk, request, text, 'timeline');
    return which.ok ? timelineOf(which.run) : which.reply;
  },
};

export function timelineOf(run: IncidentRun): Reply {
  const all = chronicle(run);
  const lines = all.slice(-LINES_MAX);
  const left = all.length - lines.length;
  const text = `Timeline of ${nameWords(run)}${left > 0 ? `, the last ${lines.length} of ${all.length}` : ''}:`;
  const parts = Array.from({ length: Math.ceil(lines.length / SECTION_LINES) }, (_, index) =>
    section(...lines.slice(index * SECTION_LINES, (index + 1) * SECTION_LINES)),
  );
  return { kind: 'say', message: bounded({ text, blocks: [section(text), ...parts] }) };
}
