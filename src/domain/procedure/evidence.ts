import { BOT } from '#src/domain/actor.ts';
import type { EventData, NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { StepEnvelope } from '#src/domain/runbook/model/step.ts';
import type { EvidenceRead } from './commands.ts';
import type { Draft } from './draft.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run } from './state.ts';

type Wanted = NonNullable<StepEnvelope['evidence']>;
type File = NonNullable<EventData<'evidence.attached'>['file']>;

/** What may stand as an image or a log; a file is whatever it is. */
const FITS: { readonly [wanted in Wanted]?: RegExp } = {
  image: /^image\//,
  log: /^(?:text\/|application\/(?:json|x-ndjson|gzip|x-gzip|zip|octet-stream)$)/,
};

/**
 * A file somebody gave was read, or could not be. It counts as theirs from here on, by its content: what is attached is its
 * sha256, whatever becomes of the file.
 */
export function evidenceRead(draft: Draft, run: Run, command: EvidenceRead): void {
  const { step: id, attempt, label, by, rule, read } = command;
  const step = findStep(run, id);
  const state = stateOf(run, id);
  if (step === null || state.status !== 'waiting' || state.attempt !== attempt) return;
  const problem = 'problem' in read ? read.problem : misfit(step.evidence, read.file);
  if (problem !== null) return draft.add(refused(id, label, problem), BOT);
  if ('problem' in read) return;
  draft.add(fact('evidence.attached', { step: id, label, link: read.link, rule, file: read.file }), by);
}

function misfit(wanted: Wanted | null, { name, type }: File): string | null {
  const fits = wanted === null ? undefined : FITS[wanted];
  return fits === undefined || fits.test(type) ? null : `${name} is no ${wanted} (${type})`;
}

function refused(step: string, label: string, says: string): NewFact {
  return fact('evidence.refused', { step, label, says });
}
