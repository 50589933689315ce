import { sha256 } from '#src/base/id.ts';
import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';

type Offered = {
  readonly stream: string;
  readonly step: string;
  readonly label: string;
  readonly file: string;
  readonly user: string;
};

/**
 * E6: a file counts as evidence when it was given, by whoever gave it, with the hash of its content; only if it is theirs and
 * can be read. What was given is taken or refused, never forgotten while its step waits; what needs evidence is not
 * confirmed without.
 */
export function checkEvidence({ problem }: Scope): Check {
  let open: readonly Offered[] = [];
  const attached = new Set<string>();

  function drop(found: Offered | undefined): void {
    open = open.filter(one => one !== found);
  }

  function counts(fact: Noted & { type: 'evidence.attached' }): void {
    const { step, label, file } = fact.data;
    attached.add(`${fact.stream} ${step}`);
    if (file === undefined) return;
    const user = fact.actor.kind === 'person' ? fact.actor.user : '';
    const found = open.find(
      one =>
        one.stream === fact.stream &&
        one.step === step &&
        one.label === label &&
        one.user === user &&
        sha256(one.file) === file.sha256,
    );
    const where = `E6 ${fact.stream} ${fact.seq}: a file of ${user}`;
    if (found === undefined) problem(`${where} counts, which was not given`);
    else if (!found.file.startsWith(`F-${user}-`)) problem(`${where} counts, which is somebody else's`);
    else if (/-(?:huge|gone)$/.test(found.file)) problem(`${where} counts, which cannot be read`);
    drop(found);
  }

  return {
    fact(fact) {
      switch (fact.type) {
        case 'evidence.offered': {
          const { step, label, file } = fact.data;
          const user = fact.actor.kind === 'person' ? fact.actor.user : '';
          open = [...open, { stream: fact.stream, step, label, file, user }];
          return;
        }
        case 'evidence.attached':
          return counts(fact);
        case 'evidence.refused':
          return drop(
            open.find(
              one =>
                one.stream === fact.stream &&
                one.step === fact.data.step &&
                one.label === fact.data.label &&
                (!one.file.startsWith(`F-${one.user}-`) || /-(?:huge|gone)$/.test(one.file)),
            ) ?? open.find(one => one.stream === fact.stream && one.step === fact.data.step),
          );
        case 'step.finished':
          if (fact.data.step === 'backup' && !attached.has(`${fact.stream} backup`))
            problem(`E6 ${fact.stream} ${fact.seq}: "backup" is confirmed without its evidence`);
          open = open.filter(one => one.stream !== fact.stream || one.step !== fact.data.step);
          return;
        case 'step.skipped':
        case 'step.cancelled':
          open = open.filter(one => one.stream !== fact.stream || one.step !== fact.data.step);
          return;
        default:
      }
    },
    ends() {
      for (const { stream, step, file } of open) problem(`E6 ${stream}: ${file} was given for "${step}" and forgotten`);
    },
  };
}
