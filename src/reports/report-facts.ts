import type { Section } from '#src/domain/procedure/sections.ts';
import { forward, rollbackSection, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun, StepState } from '#src/domain/procedure/state.ts';
import { countedFrom } from '#src/domain/release/counted-from.ts';
import type { ReportFacts } from './facts.ts';
import { releaseId } from './release-id.ts';

/** What reports are written from, as the run stands. `timeline` is what is on disk at that moment. */
export function reportFacts(run: ReleaseRun, timeline: ReportFacts['timeline']): ReportFacts {
  const { product, type, strategy } = run.runbook;
  return {
    releaseId: releaseId({ pattern: product.runNumber, run: run.id, startedAt: run.startedAt, zone: product.timezone }),
    run: run.id,
    title: run.title,
    domain: released(run),
    type: type.name,
    strategy,
    status:
      run.status === 'completed' || run.status === 'rolled-back' || run.status === 'aborted' ? run.status : 'running',
    zone: product.timezone,
    startedAt: run.startedAt,
    deployedAt: run.touchedAt,
    endedAt: run.endedAt,
    version: run.version,
    previousVersion: run.previousVersion,
    tag: run.tag,
    notes: run.notes?.markdown ?? null,
    countedFrom: countedFrom(run),
    commit: run.commit,
    people: Object.entries(run.people).flatMap(([role, users]) =>
      users.map(user => ({ role: product.roles[role]?.title ?? role, who: user })),
    ),
    phases: sections(run).map(section => phaseFacts(run, section)),
    gates: gates(run),
    waves: run.waves.map(wave => ({
      number: wave.number,
      weight: wave.weight,
      targets: wave.targets,
      startedAt: wave.startedAt,
      endedAt: wave.finishedAt,
      status: wave.finishedAt !== null ? 'success' : run.rollback || run.abort ? 'broken-off' : 'running',
    })),
    readings: readings(run),
    comparison: comparison(run),
    exceptions: exceptions(run),
    rollback: run.rollback && {
      reason: named(run.rollback.reason),
      who: run.rollback.by,
      at: run.rollback.at,
      finishedAt: run.rollback.finishedAt,
    },
    verdict: run.verdict && {
      ...run.verdict,
      lines: run.verdict.lines.map(line => ({ ...line, why: named(line.why) })),
    },
    timeline,
  };
}

/** The service that goes out, where the product is one service; else the product. */
function released({ runbook: { product } }: ReleaseRun): string {
  const services = Object.keys(product.services).filter(name => name !== 'default');
  return services.length === 1 ? (services[0] ?? product.name) : product.name;
}

function sections(run: ReleaseRun): readonly Section[] {
  return run.rollback ? [...forward(run), rollbackSection(run)] : forward(run);
}

function phaseFacts(run: ReleaseRun, section: Section): ReportFacts['phases'][number] {
  return {
    title: section.title,
    status: section.phase ? (run.phases[section.id]?.status ?? 'pending') : run.status,
    steps: section.steps.map(step => {
      const state = stateOf(run, step.id);
      const title = typeof state.resolved['title'] === 'string' ? state.resolved['title'] : step.title;
      return {
        title,
        status: state.status,
        who: state.by,
        startedAt: state.startedAt,
        endedAt: state.endedAt,
        ...ran(state.resolved),
        says: step.off ?? named(state.says),
      };
    }),
  };
}

function ran({ argv, method, url }: StepState['resolved']): { readonly ran?: string } {
  if (Array.isArray(argv)) return { ran: argv.join(' ') };
  return typeof url === 'string' ? { ran: `${method} ${url}` } : {};
}

function gates(run: ReleaseRun): ReportFacts['gates'] {
  const steps = run.runbook.phases.flatMap(phase => phase.steps).filter(step => step.verb === 'approve');
  return steps.flatMap(step => {
    const { gate } = stateOf(run, step.id);
    return gate
      ? [
          {
            title: step.title,
            status: gate.status,
            votes: gate.votes.map(({ user, ...vote }) => ({ who: user, ...vote })),
            facts: gate.facts.map(found => ({ ...found, says: named(found.says) })),
          },
        ]
      : [];
  });
}

function readings(run: ReleaseRun): ReportFacts['readings'] {
  return Object.values(run.watches)
    .filter(watch => watch.kind === 'phase')
    .flatMap(watch =>
      watch.definition.metrics.map(metric => ({
        metric: metric.title,
        ...(watch.counts[metric.name] ?? { pass: 0, fail: 0, unclear: 0 }),
        last: watch.latest[metric.name]?.says ?? 'never measured',
      })),
    );
}

function comparison(run: ReleaseRun): ReportFacts['comparison'] {
  return Object.values(run.comparisons).flatMap(made =>
    made.rows.map(row => {
      const { metric, ...rest } = row as unknown as Omit<ReportFacts['comparison'][number], 'unit'>;
      return { metric, unit: run.runbook.product.metrics[metric]?.unit ?? 'count', ...rest };
    }),
  );
}

/** What people let pass: overrides, and steps skipped with a reason. */
function exceptions(run: ReleaseRun): ReportFacts['exceptions'] {
  const skipped = sections(run)
    .flatMap(section => section.steps)
    .flatMap(step => {
      const state = stateOf(run, step.id);
      const byPerson = state.status === 'skipped' && state.by !== null;
      return byPerson
        ? [{ what: `skipped: ${step.title}`, reason: state.says, who: state.by ?? '', at: state.endedAt ?? 0 }]
        : [];
    });
  const accepted = run.overrides.map(({ what, reason, by, at }) => ({ what, reason, who: by, at }));
  return [...accepted, ...skipped].map(one => ({ ...one, reason: named(one.reason) }));
}

/** People by their ids, as everywhere in a report: Slack's way of writing them is for Slack. */
function named(text: string): string {
  return text.replace(/<@(\w+)>/g, '$1');
}
