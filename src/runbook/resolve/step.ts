import { sayDuration } from '#src/base/time.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type {
  CheckVerb,
  Doing,
  OnFailure,
  Step,
  StepEnvelope,
  StepVerb,
  Verb,
} from '#src/domain/runbook/model/step.ts';
import type { StepText } from '../schema/step.ts';
import type { Path } from '../yaml/node.ts';
import { actOf } from './command.ts';
import { type Context, listOf, ms, msOrNull, type Only, whenOf } from './context.ts';
import { verbOf } from './verb.ts';

/** What a step takes over from where it stands. */
export type Around = {
  readonly product: Product;
  /** What `only` of a step means here. */
  readonly only: (only?: readonly string[]) => Only;
  /** Id of the phase, `rollback`, `finally` or the action: the first half of an id made from the place. */
  readonly section: string;
  readonly roles: readonly string[];
  /** What a failure does where the step does not say. */
  readonly onFailure: OnFailure;
  /** The same for what only tells. Default: its failure is told and holds nothing back. */
  readonly onFailureToTell?: OnFailure;
};

/** Who does what belongs to an activity and names no role: the responsible of its row; without one, `otherwise`. */
export function responsible(
  product: Product,
  activity: string | null,
  otherwise: readonly string[],
): readonly string[] {
  const row = activity === null ? undefined : product.raci[activity];
  return row !== undefined && row.responsible.length > 0 ? row.responsible : otherwise;
}

const BACKOFF_MS = 10_000;

export function stepsOf(context: Context, path: Path, texts: readonly StepText[], around: Around): readonly Step[] {
  return texts.map((text, index) => stepOf(context, [...path, index], text, { around, number: index + 1 }));
}

function stepOf(
  context: Context,
  path: Path,
  text: StepText,
  { around, number }: { around: Around; number: number },
): Step {
  const verb = verbOf(context, path, text, around.product);
  const roles = listOf(text.role);
  const envelope: StepEnvelope = {
    id: text.id ?? `${around.section}.${number}`,
    title: text.name ?? titleOf(verb),
    roles: roles.length > 0 ? roles : responsible(around.product, text.activity ?? null, around.roles),
    activity: text.activity ?? null,
    ...around.only(text.only),
    when: whenOf(text.when),
    each: text.each ?? null,
    timeoutMs: msOrNull(text.timeout),
    retry: text.retry
      ? { attempts: text.retry.attempts, backoffMs: text.retry.backoff ? ms(text.retry.backoff) : BACKOFF_MS }
      : null,
    onFailure: text.onFailure ?? (TELLING.has(verb.verb) ? (around.onFailureToTell ?? 'continue') : around.onFailure),
    ifFails: text.ifFails ?? null,
    skip: skipOf(text.skip),
    repeatable: text.repeatable ?? false,
    undoes: listOf(text.undoes),
    pointOfNoReturn: text.pointOfNoReturn ?? false,
    ...(text.changes === 'nothing' && { changesNothing: true }),
    delivers: text.delivers ?? null,
    evidence: text.evidence ?? null,
    cleanup: text.cleanup ? actOf(context, [...path, 'cleanup'], text.cleanup) : null,
  };
  return { ...envelope, ...verb };
}

/** What only tells: that it failed is told, and what it tells of goes on. */
export const TELLING: ReadonlySet<Verb> = new Set(['notify', 'annotate', 'ticket', 'statuspage']);

function skipOf(text: string | undefined): StepEnvelope['skip'] {
  if (text === undefined) return { by: 'role' };
  if (text === 'never' || text === 'freely') return { by: text };
  return { by: 'other', role: text };
}

const DOING: { readonly [what in Doing]: string } = {
  acknowledge: 'Acknowledge the page',
  lead: 'Take command',
  severity: 'Set the severity',
  update: 'Post an update',
  mitigated: 'The effect on users has ended',
  resolve: 'Resolve',
};

/** A sentence for people, where the author gave none. */
export function titleOf(step: StepVerb): string {
  switch (step.verb) {
    case 'note':
    case 'confirm':
      return step.text;
    case 'checklist':
      return listTitle(step.items.map(one => one.item));
    case 'ask':
      return step.fields.length === 1 ? (step.fields[0]?.ask ?? '') : `${step.fields.length} questions`;
    case 'approve':
      return 'Go or no-go';
    case 'run':
      return step.act.argv.join(' ');
    case 'http':
      return `${step.act.method} ${step.act.url}`;
    case 'check':
      return checkTitle(step);
    case 'show':
      return `Show ${step.metrics.join(', ')}`;
    case 'watch':
      return `Watch ${step.metrics.join(', ')} for ${sayDuration(step.forMs)}`;
    case 'shift':
      return `Move users in ${step.waves.length} ${step.waves.length === 1 ? 'wave' : 'waves'}: ${step.waves.map(wave => `${wave.weight} %`).join(', ')}`;
    case 'wait':
      return step.until.kind === 'for' ? `Wait ${sayDuration(step.until.ms)}` : `Wait until ${step.until.offset.text}`;
    case 'snapshot':
      return `Measure ${step.metrics.join(', ')} for ${sayDuration(step.overMs)}`;
    case 'compare':
      return `Compare ${Object.keys(step.limits).join(', ')} with "${step.with}"`;
    case 'version':
      return step.version.kind === 'next' ? 'Assign the next version' : `Pin ${step.version.ref}`;
    case 'release-notes':
      return 'Write the release notes';
    case 'tag':
      return `Tag: ${step.message}`;
    case 'notify':
      return `Tell ${step.to.join(', ')}`;
    case 'attach':
      return `Attach ${Object.keys(step.wanted).join(', ')}`;
    case 'report':
      return `Write ${step.files.join(', ')}`;
    case 'do':
      return DOING[step.what];
    case 'page':
      return `Page ${step.to.join(', ')}`;
    case 'again':
      return `Again: ${step.phases.join(', ')}`;
    case 'annotate':
      return `Mark on the dashboards: ${step.text}`;
    case 'ticket':
      return `Open a ticket: ${step.subject}`;
    case 'statuspage':
      return `Status page: ${step.component} ${step.status.replace('-', ' ')}`;
    case 'start':
      return `Start ${step.start.what}`;
  }
}

const FIRST_ITEM_MAX = 60;

/** `The changelog is written and 2 more`: two lists of three are told apart by what stands in them, not by their length. */
function listTitle([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first.length > FIRST_ITEM_MAX ? cut(first) : first} and ${others.length} more`;
}

/** At a space, and never inside a `${{ name }}`, which is long and short only when it is known. */
function cut(text: string): string {
  const end = text.lastIndexOf(' ', FIRST_ITEM_MAX);
  const kept = text.slice(0, end < 0 ? FIRST_ITEM_MAX : end);
  return `${kept.replace(/\$\{\{[^}]*$/, '').trimEnd()}…`;
}

/** `Check health, backup-age < 24h`; a failure on purpose says which. */
function checkTitle({ metrics, facts, env, expectStatus }: CheckVerb): string {
  const asked = facts.map(({ fact, compare }) => (compare ? `${fact} ${compare.op} ${compare.text}` : fact));
  const what = [...metrics, ...asked, ...env.map(name => `variables of ${name}`)].join(', ');
  return expectStatus === null ? `Check ${what}` : `Check that ${what} answers ${expectStatus}`;
}
