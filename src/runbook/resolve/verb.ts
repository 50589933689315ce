import { suggest } from '#src/base/nearest.ts';
import type { StartOther } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { ChecklistItem, StepVerb, Wave } from '#src/domain/runbook/model/step.ts';
import type { ItemText, StartText, StepText, WaveText } from '../schema/step.ts';
import type { Path } from '../yaml/node.ts';
import { httpOf, runOf } from './command.ts';
import { compareOf } from './compare.ts';
import { type Context, factOf, factsOf, listOf, ms, msOrNull, notYet, offsetOf, tell } from './context.ts';
import { inputOf } from './input.ts';
import { expectationOf } from './source.ts';

const MADE_LATER = /^evidence$/;

type Verbs<K extends string> = Extract<StepText, { [key in K]: unknown }>;

/** A step's verb in the model's words. */
export function verbOf(context: Context, path: Path, text: StepText, product: Product): StepVerb {
  if ('annotate' in text) return { verb: 'annotate', text: text.annotate };
  if ('ticket' in text) return ticket(text);
  if ('statuspage' in text) return statusPage(context, [...path, 'statuspage'], text, product);
  if ('note' in text) return { verb: 'note', text: text.note };
  if ('confirm' in text) return { verb: 'confirm', text: text.confirm, of: text.of ?? null };
  if ('checklist' in text) return { verb: 'checklist', items: itemsOf(text.checklist) };
  if ('ask' in text)
    return {
      verb: 'ask',
      fields: Object.entries(text.ask).map(([name, field]) => inputOf(context, [...path, 'ask', name], name, field)),
    };
  if ('approve' in text) return approve(context, path, text, product);
  if ('run' in text) return run(context, path, text);
  if ('http' in text) {
    return { verb: 'http', ...httpOf(context, [...path, 'http'], text.http, text.expect), outputs: text.outputs ?? {} };
  }
  if ('check' in text) return check(context, path, text, product);
  if ('show' in text) return { verb: 'show', metrics: text.show };
  if ('watch' in text) {
    const { metrics, action } = text.watch;
    return {
      verb: 'watch',
      metrics,
      forMs: ms(text.watch.for),
      atMostMs: msOrNull(text.watch.atMost),
      action: action ?? null,
    };
  }
  if ('shift' in text) return shift(context, path, text);
  if ('wait' in text) {
    const isOffset = text.wait.startsWith('T');
    return {
      verb: 'wait',
      until: isOffset ? { kind: 'offset', offset: offsetOf(text.wait) } : { kind: 'for', ms: ms(text.wait) },
    };
  }
  if ('snapshot' in text) return { verb: 'snapshot', metrics: text.snapshot.metrics, overMs: ms(text.snapshot.over) };
  if ('compare' in text) return compareOf(context, [...path, 'compare'], text.compare, product);
  if ('version' in text)
    return {
      verb: 'version',
      version: text.version === 'next' ? { kind: 'next' } : { kind: 'of', ref: text.version.of },
    };
  if ('release-notes' in text) return notes(context, path, text);
  if ('tag' in text) return { verb: 'tag', message: text.tag };
  if ('notify' in text) return notify(context, path, text, product);
  if ('do' in text) return { verb: 'do', what: text.do };
  if ('page' in text) return page(text);
  if ('start' in text) return { verb: 'start', start: startOf(text.start) };
  if ('again' in text) return { verb: 'again', phases: listOf(text.again) };
  if ('attach' in text) return { verb: 'attach', wanted: text.attach };
  return report(context, path, text as Verbs<'report'>);
}

export function itemsOf(items: readonly ItemText[] | undefined): readonly ChecklistItem[] {
  return (items ?? []).map((item, index) => {
    const full = typeof item === 'string' ? { item } : item;
    return {
      id: String(index + 1),
      item: full.item,
      role: full.role ?? null,
      show: full.show ?? [],
      from: full.from ?? null,
    };
  });
}

function approve(
  context: Context,
  path: Path,
  { approve: text, activity = 'go-no-go' }: Verbs<'approve'>,
  product: Product,
): StepVerb {
  // Where it does not say who, the accountable decide, one of each.
  const accountable = text.roles || text.anyOf ? [] : (product.raci[activity]?.accountable ?? []);
  return {
    verb: 'approve',
    quorum: text.roles ?? Object.fromEntries(accountable.map(role => [role, 1])),
    anyOf: text.anyOf ?? [],
    timeoutMs: msOrNull(text.timeout),
    onTimeout: 'deny',
    notInitiator: text.notInitiator ?? false,
    distinctPeople: text.distinctPeople ?? false,
    requires: factsOf(context, [...path, 'approve', 'requires'], text.requires),
  };
}

function run(context: Context, path: Path, text: Verbs<'run'>): StepVerb {
  const outputs = Object.entries(text.outputs ?? {}).map(([name, output]) => {
    if (output === 'stdout') return [name, output] as const;
    return [name, Object.fromEntries(Object.entries(output.stdout).map(([from, to]) => [from, String(to)]))] as const;
  });
  return {
    verb: 'run',
    act: runOf(context, path, text),
    background: text.background ?? null,
    expect: { exit: text.expect?.exit ?? 0, output: text.expect?.output ?? null },
    outputs: Object.fromEntries(outputs),
  };
}

function shift(context: Context, path: Path, { shift: text }: Verbs<'shift'>): StepVerb {
  const inside = [...path, 'shift'];
  const act = 'run' in text ? runOf(context, inside, text) : httpOf(context, [...inside, 'http'], text.http).act;
  const waves = text.waves.map((wave: WaveText): Wave => {
    return { weight: Number(wave.weight.slice(0, -1)), targets: listOf(wave.targets), soakMs: ms(wave.soak) };
  });
  return { verb: 'shift', act, waves };
}

/** `[health, backup-age < 24h]`: a name of a metric is the metric, everything else a fact. */
function check(context: Context, path: Path, text: Verbs<'check'>, product: Product): StepVerb {
  const expectStatus = text.expect === undefined ? null : expectationOf(text.expect, null).status;
  if (!Array.isArray(text.check)) {
    return { verb: 'check', metrics: [], facts: [], env: text.check.env, expectStatus };
  }
  const isMetric = (one: unknown): one is string => typeof one === 'string' && Object.hasOwn(product.metrics, one);
  const facts = text.check.filter(one => !isMetric(one));
  return {
    verb: 'check',
    metrics: text.check.filter(isMetric),
    facts: facts.flatMap(fact => factOf(context, [...path, 'check'], fact) ?? []),
    env: [],
    expectStatus,
  };
}

function notes(context: Context, path: Path, text: Verbs<'release-notes'>): StepVerb {
  const { sections, formats = ['md'] } = text['release-notes'];
  for (const [index, format] of formats.entries()) {
    if (format === 'html')
      notYet(context, [...path, 'release-notes', 'formats', index], `the format ${format}`, 'warning');
  }
  return { verb: 'release-notes', sections, formats: formats.filter(format => format !== 'html') };
}

function notify(context: Context, path: Path, { notify: text }: Verbs<'notify'>, product: Product): StepVerb {
  const template = text.template === undefined ? undefined : product.templates[text.template];
  if ((text.text === undefined) === (text.template === undefined)) {
    tell(context, [...path, 'notify'], {
      message: 'notify has one of text and template',
      hint: 'write what is said, or the name of one of the templates',
    });
  }
  return { verb: 'notify', to: listOf(text.to), text: text.text ?? template ?? '', attach: listOf(text.attach) };
}

/** Without words of its own a page says the step's name, else which run it is for. */
function page({ page: text, name }: Verbs<'page'>): StepVerb {
  const long = typeof text === 'object' && !Array.isArray(text) ? text : { to: text, text: undefined };
  return { verb: 'page', to: listOf(long.to), text: long.text ?? name ?? '${{ run.title }}' };
}

function ticket({ ticket: text }: Verbs<'ticket'>): StepVerb {
  if (typeof text === 'string') return { verb: 'ticket', subject: text, body: '', labels: [] };
  return { verb: 'ticket', subject: text.title, body: text.body ?? '', labels: text.labels ?? [] };
}

function statusPage(
  context: Context,
  path: Path,
  { statuspage: text }: Verbs<'statuspage'>,
  { statusPage: page }: Product,
): StepVerb {
  const { components = {}, templates = {} } = page ?? {};
  const { component, status, title = null } = text;
  const own = (names: object, name: string) => Object.hasOwn(names, name);
  if (!own(components, component))
    tell(context, [...path, 'component'], {
      message: `the status page has no component "${component}"`,
      hint: `${suggest(component, Object.keys(components))}; components stand under statusPage in product.yml`,
    });
  if (text.template !== undefined && !own(templates, text.template))
    tell(context, [...path, 'template'], {
      message: `the status page has no template "${text.template}"`,
      hint: suggest(text.template, Object.keys(templates)),
    });
  if ((text.text === undefined) === (text.template === undefined))
    tell(context, path, {
      message: 'statuspage has one of text and template',
      hint: 'write what users read, or the name of one of the templates of statusPage',
    });
  const said = text.text ?? templates[text.template ?? ''] ?? '';
  return {
    verb: 'statuspage',
    component,
    componentId: components[component] ?? '',
    status,
    subject: title,
    text: said,
  };
}

/** `start: hotfix`, or with what it starts with. */
export function startOf(text: StartText): StartOther {
  if (typeof text === 'string') return { what: text, strategy: null, inputs: {} };
  if ('drill' in text) return { what: text.drill, strategy: null, inputs: {} };
  return { what: text.release, strategy: text.strategy ?? null, inputs: text.inputs ?? {} };
}

function report(context: Context, path: Path, { report: files }: Verbs<'report'>): StepVerb {
  const made = files.filter(file => !MADE_LATER.test(file));
  for (const [index, file] of files.entries()) {
    // Where nothing else is left, the document the step delivers would silently not be there.
    const level = made.length === 0 ? 'error' : 'warning';
    if (MADE_LATER.test(file)) notYet(context, [...path, 'report', index], `the report ${file}`, level);
  }
  return { verb: 'report', files: made };
}
