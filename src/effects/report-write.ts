import { sha256 } from '#src/base/id.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Documents } from '#src/ports/documents.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import { auditJson } from '#src/reports/audit-record.ts';
import { deploymentReport, kpiReport } from '#src/reports/deployment-report.ts';
import type { ReportFacts } from '#src/reports/facts.ts';
import { finalNotes } from '#src/reports/final-notes.ts';
import { kpiCsv } from '#src/reports/kpi-csv.ts';
import { renderPdf } from '#src/reports/pdf/pdf.ts';
import { reportFacts } from '#src/reports/report-facts.ts';
import { refOf, releaseOf } from './action.ts';
import { type Fresh, type Shared, share } from './share.ts';

/** Writes the reports of a run from its timeline, keeps them under their hash and puts them into the data folder and the thread as files. */
export function reportWrite(chat: Chat, documents: Documents, settleMs: number): EffectKind {
  return {
    repeat: 'look-first',
    settleMs,
    attemptsMax: 10,
    async run(task) {
      const shared = await share({ chat, documents, task }, await write(task));
      return written(shared, refOf(task) ?? null);
    },
    // `run` looks for each of them before it shares it.
    async lookUp() {
      return 'absent';
    },
  };
}

async function write(task: Task): Promise<readonly Fresh[]> {
  const summary = await task.summary();
  const facts = reportFacts(releaseOf(task), { events: summary?.events ?? 0, head: summary?.head ?? '' });
  const { files, upTo } = task.row.body;
  // One that was asked for on the way must not be taken for the one at the end.
  const prefix = upTo === undefined ? facts.releaseId : `${facts.releaseId}-at-${upTo}`;
  const names = files as readonly string[];
  return Promise.all(names.map(async name => ({ name: `${prefix}-${name}`, bytes: await render(name, facts) })));
}

/** A PDF says what the Markdown of the same name says. */
async function render(name: string, facts: ReportFacts): Promise<Uint8Array> {
  if (!name.endsWith('.pdf')) return new TextEncoder().encode(textOf(name, facts));
  const header = `${facts.run} · ${facts.title}`;
  return renderPdf({ markdown: markdownOf(name, facts), header, at: facts.endedAt ?? facts.startedAt });
}

function textOf(name: string, facts: ReportFacts): string {
  switch (name.slice(name.lastIndexOf('.'))) {
    case '.md':
      return markdownOf(name, facts);
    case '.csv':
      return kpiCsv(facts.comparison);
    case '.json':
      return auditJson(facts);
    default:
      throw new GonogoError(
        'runbook.invalid',
        `"${name}" is not a report this version writes: use .md, .pdf, .csv or .json`,
      );
  }
}

function markdownOf(name: string, facts: ReportFacts): string {
  if (name.startsWith('release-notes.')) return finalNotes(facts);
  return name.startsWith('kpi.') ? kpiReport(facts) : deploymentReport(facts);
}

/** What the run is told of files that lie in the thread now. `ref`: the step they end; null: none. */
export function written(files: readonly Shared[], ref: ReturnType<typeof refOf> | null): Finish {
  const hashed = files.map(file => ({ ...file, hash: sha256(file.bytes) }));
  const listed = hashed.map(({ name, hash, permalink }) => ({ name, hash, permalink }));
  const command: WorldCommand = { actor: BOT, type: 'reports-written', ref, files: listed };
  return { end: 'done', command, blobs: hashed.map(({ hash, bytes }) => ({ hash, bytes })) };
}
