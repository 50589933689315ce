import { section } from '#src/chat/blocks.ts';
import { when } from '#src/chat/dates.ts';
import type { Desk, Verb } from '#src/chat/desk.ts';
import { bounded } from '#src/chat/limits.ts';
import type { Message } from '#src/chat/message.ts';
import { sayRun } from '#src/chat/which-run.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';

const LISTED_MAX = 10;

export const list: Verb = {
  noun: 'release',
  word: 'list',
  usage: 'list',
  help: 'Lists the releases that run and the last ones',
  run: async (_request, _text, desk) => ({ kind: 'say', message: await listed(desk) }),
};

async function listed(desk: Desk): Promise<Message> {
  const runs = await desk.runs({ kind: 'release', limit: LISTED_MAX });
  const open = runs.filter(run => run.open);
  const over = runs.filter(run => !run.open);
  if (runs.length === 0) {
    const text = 'No release yet. /release start begins one.';
    return { text, blocks: [section(text)] };
  }
  const text =
    open.length === 0 ? 'No release is running.' : `${open.length} of the last ${runs.length} releases run now.`;
  return bounded({
    text,
    blocks: [
      section(text, ...open.map(line)),
      ...(over.length === 0 ? [] : [section('*The last ones*', ...over.map(line))]),
    ],
  });
}

function line(run: RunSummary): string {
  return `${sayRun(run)} · started ${when(run.startedAt)}`;
}
