import { sha256 } from '#src/base/id.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Documents } from '#src/ports/documents.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import { auditJson } from '#src/reports/audit-record.ts';
import { deploymentReport } from '#src/reports/deployment-report.ts';
import type { ReportFacts } from '#src/reports/facts.ts';
import { kpiCsv } from '#src/reports/kpi-csv.ts';
import { reportFacts } from '#src/reports/report-facts.ts';
import { refOf, releaseOf } from './action.ts';

type Written = { readonly name: string; readonly hash: string; readonly bytes: Uint8Array };

/** Writes the reports of a run from its timeline, keeps them under their hash and puts them into the data folder and the thread as files. */
export function reportWrite(chat: Chat, documents: Documents, settleMs: number): EffectKind {
  return {
    repeat: 'look-first',
    settleMs,
    attemptsMax: 10,
    async run(task) {
      const place = await placeOf(task);
      const files: Written[] = [];
      const links: (string | null)[] = [];
      for (const fresh of await write(task)) {
        const { name } = fresh;
        // Some of several may be there already, as they were written then: by now the timeline knows more.
        const there = task.row.attempt === 1 ? null : await chat.findFile({ ...place, name });
        const bytes = (there && (await documents.read(name))) ?? fresh.bytes;
        await documents.save(name, bytes);
        files.push({ name, hash: sha256(bytes), bytes });
        links.push((there ?? (await chat.upload({ ...place, name, title: name, bytes }))).permalink);
      }
      return done(task, files, links);
    },
    // `run` looks for each of them before it shares it.
    async lookUp() {
      return 'absent';
    },
  };
}

async function placeOf(task: Task) {
  const card = await task.message('card');
  const since = task.row.firstSentAt ?? task.row.createdAt;
  return { channel: card?.channel ?? task.run.channel, thread: card?.ts ?? null, since };
}

async function write(task: Task): Promise<readonly Written[]> {
  const summary = await task.summary();
  const facts = reportFacts(releaseOf(task), { events: summary?.events ?? 0, head: summary?.head ?? '' });
  const { files, upTo } = task.row.body;
  // One that was asked for on the way must not be taken for the one at the end.
  const prefix = upTo === undefined ? facts.releaseId : `${facts.releaseId}-at-${upTo}`;
  return (files as readonly string[]).map(name => {
    const bytes = new TextEncoder().encode(render(name, facts));
    return { name: `${prefix}-${name}`, hash: sha256(bytes), bytes };
  });
}

function render(name: string, facts: ReportFacts): string {
  switch (name.slice(name.lastIndexOf('.'))) {
    case '.md':
      return deploymentReport(facts);
    case '.csv':
      return kpiCsv(facts.comparison);
    case '.json':
      return auditJson(facts);
    default:
      throw new GonogoError('runbook.invalid', `"${name}" is not a report this version writes: use .md, .csv or .json`);
  }
}

function done(task: Task, files: readonly Written[], links: readonly (string | null)[]): Finish {
  const listed = files.map(({ name, hash }, index) => ({ name, hash, permalink: links[index] ?? null }));
  const command: WorldCommand = { actor: BOT, type: 'reports-written', ref: refOf(task) ?? null, files: listed };
  return { end: 'done', command, blobs: files.map(({ hash, bytes }) => ({ hash, bytes })) };
}
