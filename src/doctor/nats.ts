import type { NatsInspector } from '#src/adapters/nats/inspect.ts';
import { subjectOf } from '#src/domain/release/subject.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { ok, problem, type Seen } from './finding.ts';
import type { Check } from './run-checks.ts';

/** A name with a value in it is known only when it is published. */
const OPEN = '${{';

/** The server answers, and some stream keeps each name that is published. Nothing is published. */
export function natsCheck(nats: NatsInspector, loaded: Loaded): Check {
  return {
    name: 'NATS',
    remedy: 'Look at GONOGO_NATS, at GONOGO_NATS_CREDS and at the way out of this network.',
    async run() {
      const subjects = subjectsOf(loaded);
      const streams = await nats.streamsOf(subjects);
      const [kept, lost] = [subjects.filter(one => streams.get(one)), subjects.filter(one => !streams.get(one))];
      if (subjects.length === 0) return [ok('It can be reached; no runbook publishes a name yet.')];
      return [...(lost.length > 0 ? [nowhere(lost)] : []), ...(kept.length > 0 ? [taken(kept, streams)] : [])];
    },
  };
}

function nowhere(subjects: readonly string[]): Seen {
  const says = `No stream of JetStream takes ${subjects.join(', ')}: these would be published and lost, so they are not.`;
  return problem(says, 'Add a stream that takes gonogo.>, for example: nats stream add GONOGO --subjects "gonogo.>"');
}

function taken(subjects: readonly string[], streams: ReadonlyMap<string, string | null>): Seen {
  const names = [...new Set(subjects.map(one => streams.get(one)))].join(', ');
  return ok(`It can be reached, and the stream ${names} takes ${subjects.length} published names.`);
}

function subjectsOf({ products }: Loaded): readonly string[] {
  const all = products.flatMap(({ name, releases }) =>
    releases
      .flatMap(release => release.variants)
      .flatMap(({ runbook }) => runbook.events.flatMap(event => event.names))
      .filter(one => !one.includes(OPEN))
      .map(one => subjectOf(name, one)),
  );
  return [...new Set(all)].toSorted();
}
