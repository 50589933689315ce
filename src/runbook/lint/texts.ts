import { everywhere } from '#src/domain/runbook/environment.ts';
import type { Metric, Source } from '#src/domain/runbook/model/metric.ts';
import type { Runbook } from '#src/domain/runbook/model/runbook.ts';
import type { Action, Step } from '#src/domain/runbook/model/step.ts';
import type { Path } from '../yaml/node.ts';

/** Where a text with templates stands; it decides which names may stand in it. */
export type Place = 'text' | 'word' | 'url' | 'header' | 'query';
export type Templated = { readonly text: string; readonly path: Path; readonly place: Place };

/** Every text of a step that is resolved when the step starts. */
export function textsOf(step: Step, path: Path): readonly Templated[] {
  const of = (place: Place, key: string, ...texts: readonly string[]) =>
    texts.map(text => ({ text, path: [...path, key], place }));
  const envelope = [
    ...of('text', 'name', step.title),
    ...(step.ifFails === null ? [] : of('text', 'ifFails', step.ifFails)),
    ...(step.cleanup ? actionTexts(step.cleanup, [...path, 'cleanup']) : []),
  ];
  switch (step.verb) {
    case 'note':
    case 'confirm':
      return [...envelope, ...of('text', step.verb, step.text)];
    case 'checklist':
      return [
        ...envelope,
        ...step.items.flatMap((item, index) => [
          { text: item.item, path: [...path, 'checklist', index], place: 'text' as const },
        ]),
      ];
    case 'run':
      return [...envelope, ...actionTexts(step.act, path, 'run')];
    case 'shift':
      return [
        ...envelope,
        ...actionTexts(step.act, [...path, 'shift'], step.act.kind),
        ...step.waves.flatMap(wave => of('text', 'shift', ...wave.targets)),
      ];
    case 'http':
      return [
        ...envelope,
        ...actionTexts(step.act, path, 'http'),
        ...(step.until ? of('url', 'http', step.until.url) : []),
      ];
    case 'version':
      return [...envelope, ...(step.version.kind === 'of' ? of('text', 'version', step.version.ref) : [])];
    case 'tag':
      return [...envelope, ...of('text', 'tag', step.message)];
    case 'notify':
      return [...envelope, ...of('text', 'notify', step.text)];
    case 'annotate':
      return [...envelope, ...of('text', 'annotate', step.text)];
    case 'ticket':
      return [...envelope, ...of('text', 'ticket', step.subject, step.body)];
    case 'statuspage':
      return [...envelope, ...of('text', 'statuspage', step.subject ?? '', step.text)];
    case 'page':
      return [...envelope, ...of('text', 'page', step.text)];
    case 'start':
      return [...envelope, ...of('text', 'start', ...stringsIn(step.start.inputs))];
    default:
      return envelope;
  }
}

function actionTexts(action: Action, path: Path, key: string = action.kind): readonly Templated[] {
  const here = [...path, key];
  if (action.kind === 'run') {
    return [
      ...action.argv.map(text => ({ text, path: here, place: 'word' as const })),
      ...Object.entries(action.env).map(([name, text]) => ({
        text,
        path: [...path, 'env', name],
        place: 'header' as const,
      })),
    ];
  }
  return [
    { text: action.url, path: here, place: 'url' },
    ...Object.values(action.headers).map(text => ({ text, path: here, place: 'header' as const })),
    ...stringsIn(action.json).map(text => ({ text, path: here, place: 'text' as const })),
  ];
}

function stringsIn(json: unknown): readonly string[] {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(stringsIn) : [];
}

/** The texts of the product's file a run resolves: addresses, queries, the repository, working directories. */
export function productTexts(runbook: Runbook): readonly Templated[] {
  const { product } = runbook;
  const sources = everywhere(product)
    .flatMap(({ metrics }) => Object.values(metrics))
    .filter(metric => runbook.kind === 'release' || measuredIn(runbook).has(metric.name))
    .flatMap(metricTexts);
  const facts = everywhere(product)
    .flatMap(one => Object.entries(one.facts))
    .flatMap(([name, fact]) => (fact.kind === 'measured' ? sourceTexts(fact.source, ['facts', name]) : []));
  const folders = Object.entries(product.executables).map(([name, one]) => ({
    text: one.in,
    path: ['executables', name, 'in'],
    place: 'text' as const,
  }));
  const variables = Object.entries(product.requiredEnv).flatMap(([name, { from, equal, contain }]) => {
    const at = (key: string) => ['requiredEnv', name, key];
    return [
      ...from.map(text => ({ text, path: at('from'), place: 'word' as const })),
      ...Object.values(equal).map(text => ({ text, path: at('equal'), place: 'text' as const })),
      ...Object.values(contain).map(text => ({ text, path: at('contain'), place: 'text' as const })),
    ];
  });
  const subscribers = (product.subscribers ?? []).flatMap(({ url, headers }, index) => [
    { text: url, path: ['subscribers', index, 'http'], place: 'url' as const },
    ...Object.values(headers).map(text => ({
      text,
      path: ['subscribers', index, 'headers'],
      place: 'header' as const,
    })),
  ]);
  const { repository } = product;
  // Only a release tags.
  const git = repository ? (runbook.kind === 'release' ? [repository.path, repository.tag] : [repository.path]) : [];
  return [
    ...sources,
    ...facts,
    ...folders,
    ...subscribers,
    ...variables,
    ...git.map(text => ({ text, path: ['repository'], place: 'text' as const })),
  ];
}

export function metricTexts({ name, source, minSamples }: Metric): readonly Templated[] {
  const path = ['metrics', name];
  const counted = minSamples === null ? [] : sourceTexts(minSamples.source, [...path, 'minSamples']);
  return [...sourceTexts(source, path), ...counted];
}

function sourceTexts(source: Source, path: Path): readonly Templated[] {
  const urls = source.kind === 'probe' ? source.urls : [source.url];
  return [
    ...urls.map(text => ({ text, path, place: 'url' as const })),
    ...Object.values(source.headers).map(text => ({ text, path, place: 'header' as const })),
    ...(source.kind === 'prometheus'
      ? [{ text: source.query, path: [...path, 'prometheus'], place: 'query' as const }]
      : []),
  ];
}

/** A metric only releases look at may speak of what only a release has. */
function measuredIn(runbook: Exclude<Runbook, { kind: 'release' }>): ReadonlySet<string> {
  const actions = runbook.kind === 'incident' ? runbook.actions : [];
  const stable = runbook.kind === 'incident' ? (runbook.resolve.stable?.metrics ?? []) : [];
  const steps = [
    ...runbook.phases.flatMap(phase => phase.steps),
    ...actions.flatMap(({ does }) => (does.kind === 'steps' ? [...does.steps, ...does.undo] : [])),
  ];
  const shown = steps.flatMap(step => {
    if (step.verb === 'checklist') return step.items.flatMap(item => item.show);
    return step.verb === 'show' || step.verb === 'watch' || step.verb === 'check' || step.verb === 'snapshot'
      ? step.metrics
      : [];
  });
  return new Set([...shown, ...stable]);
}
