import { foldRun } from '#src/domain/fold.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { decode } from '#src/engine/codec.ts';
import { GonogoError } from '#src/errors.ts';
import { postmortem } from '#src/reports/postmortem.ts';
import type { ReadOptions } from './open-run.ts';
import { readRun, streamOf } from './open-run.ts';

/**
 * The draft of an incident's postmortem from the database alone: for the hour in which Slack is down too.
 * Throws `run.absent` when there is no such incident.
 */
export async function postmortemFor(id: string, options: ReadOptions): Promise<string> {
  const facts = (await readRun(id, options)).map(decode);
  let run: Run | null = null;
  for (const fact of facts) run = foldRun(streamOf(id), run, fact);
  if (run?.kind === 'incident') return postmortem(run, facts);
  const what = run === null ? `There is no run ${id} in ${options.database}` : `${run.id} is a ${run.kind}`;
  throw new GonogoError('run.absent', `${what}; a postmortem is of an incident, for example INC-7.`);
}
