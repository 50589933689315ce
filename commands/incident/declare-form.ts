import type { InputBlock, KnownBlock } from '@slack/types';
import { SECOND } from '#src/base/time.ts';
import { context, plainText, section } from '#src/chat/blocks.ts';
import type { Desk } from '#src/chat/desk.ts';
import { inert, link } from '#src/chat/escape.ts';
import { callsLines } from '#src/chat/incident-calls.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import { option } from '#src/chat/input-fields.ts';
import { cut } from '#src/chat/limits.ts';
import { modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import type { IncidentSource } from '#src/domain/incident/state.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { withMistakes } from '../release/broken.ts';
import { incidentProducts, readSeverity } from './declare-words.ts';
import { similarBlocks, similarTo } from './similar.ts';

/** What is known when the form is drawn; what is typed in it meanwhile Slack keeps by itself. */
export type Draft = {
  readonly product: string | null;
  readonly severity: string | null;
  readonly service: string | null;
  readonly title: string;
  readonly impact: string;
  readonly source: IncidentSource | null;
  /** What was typed as a severity: which one it means depends on the product. Null: nothing. */
  readonly said: string | null;
};

export const EMPTY: Draft = {
  product: null,
  severity: null,
  service: null,
  title: '',
  impact: '',
  source: null,
  said: null,
};

const TITLE_MAX = 140;

/** The form of UX.md: whoever fills it in sees who will be called, and what is open already. */
export async function declareForm(
  desk: Desk,
  request: Pick<Incoming, 'channel' | 'thread' | 'person'>,
  draft: Draft,
): Promise<Reply> {
  const products = incidentProducts(desk);
  const product = products.find(one => one.name === draft.product) ?? products[0];
  const runbook = product ? desk.runbooks.incident(product.name) : null;
  if (!product || runbook === null)
    return refuse('declare.none', withMistakes(desk, 'No product here has an incident runbook.'));
  const severity = draft.severity ?? (draft.said === null ? null : readSeverity(runbook, draft.said));
  // Slack keeps what is typed in the fields; with the form go only 3,000 characters.
  const title = cut(draft.title, TITLE_MAX);
  const impact = draft.title.length > TITLE_MAX ? draft.title : draft.impact;
  const kept: Draft = { ...draft, product: product.name, severity, title, impact: '' };
  const like = { product: product.name, service: draft.service, drill: false };
  const similar = await similarTo(desk, like, { user: request.person.user, channel: request.channel });
  const { channel, thread } = request;
  const view = modal({
    form: 'incident.declare',
    title: 'Declare an incident',
    submit: 'Declare',
    place: { channel, thread },
    data: { draft: kept },
    blocks: [
      ...(draft.said === null || severity !== null
        ? []
        : [section(`⚠ There is no severity “${inert(draft.said)}” here. Choose one.`)]),
      ...similarBlocks(similar),
      ...(products.length === 1
        ? []
        : [
            choice(
              'product',
              'Product',
              products.map(one => [one.name, one.title]),
              product.name,
            ),
          ]),
      titleField(title),
      severityField(runbook, severity),
      textField({
        name: 'impact',
        label: 'What do users feel?',
        hint: 'In numbers where you know them. It may stay empty for now.',
        optional: true,
        initial: impact,
      }),
      ...serviceField(runbook, draft.service),
      ...restFields(runbook, request.person.user),
      ...sourceBlock(draft.source),
      context(callsLines(runbook, { severity, service: draft.service }).join('\n')),
    ],
  });
  return { kind: 'modal', view };
}

function titleField(initial: string): InputBlock {
  const hint = 'It may stay empty: a title can be given any time.';
  return textField({
    name: 'title',
    label: 'What is wrong?',
    hint,
    optional: true,
    multiline: false,
    initial,
  });
}

/** Each grade with the line people decide by. */
function severityField({ grades }: IncidentRunbook, chosen: string | null): InputBlock {
  const options = grades.slice(0, 10).map(grade => ({
    text: plainText(`${grade.name} ${grade.title}`.trim(), 75),
    description: plainText(grade.criteria, 75),
    value: grade.name,
  }));
  const initial = options.find(one => one.value === chosen);
  return {
    type: 'input',
    block_id: 'severity',
    dispatch_action: true,
    label: plainText('How bad is it? When in doubt, the higher one.', 100),
    element: {
      type: 'radio_buttons',
      action_id: 'gonogo:incident.declare-severity',
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

function serviceField({ product }: IncidentRunbook, chosen: string | null): readonly InputBlock[] {
  const names = Object.keys(product.services).filter(name => name !== 'default');
  return names.length === 0
    ? []
    : [
        {
          ...choice(
            'service',
            'Which service?',
            names.map(name => [name, name]),
            chosen,
          ),
          optional: true,
        },
      ];
}

/** A menu whose choice redraws the form: who is called depends on it. */
function choice(
  name: 'product' | 'service',
  label: string,
  entries: readonly (readonly [value: string, text: string])[],
  chosen: string | null,
): InputBlock {
  const options = entries.slice(0, 100).map(([value, text]) => ({ ...option(value), text: plainText(text, 75) }));
  const initial = options.find(one => one.value === chosen);
  return {
    type: 'input',
    block_id: name,
    dispatch_action: true,
    label: plainText(label, 100),
    element: {
      type: 'static_select',
      action_id: `gonogo:incident.declare-${name}`,
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

function restFields({ product }: IncidentRunbook, user: string): readonly InputBlock[] {
  const flags = [
    { text: plainText('A drill: nobody is paged, no release is held', 75), value: 'drill' },
    ...(product.channels['private'] === undefined
      ? []
      : [{ text: plainText('Private: in a channel of its own, not listed', 75), value: 'private' }]),
  ];
  return [
    {
      type: 'input',
      block_id: 'commander',
      label: plainText('Who leads?', 100),
      element: { type: 'users_select', action_id: 'commander', initial_user: user },
    },
    {
      type: 'input',
      block_id: 'started',
      optional: true,
      label: plainText('When did it begin? In your own time zone', 100),
      hint: plainText('Empty: now', 100),
      element: { type: 'datetimepicker', action_id: 'started' },
    },
    {
      type: 'input',
      block_id: 'flags',
      optional: true,
      label: plainText('Is it special?', 100),
      element: { type: 'checkboxes', action_id: 'flags', options: flags },
    },
  ];
}

function sourceBlock(source: IncidentSource | null): readonly KnownBlock[] {
  if (source === null) return [];
  if (source.kind === 'release')
    return [context(`Declared from ${inert(source.run)}: ${inert(cut(source.says, 500))}`)];
  const from = source.permalink === null ? 'a message' : link(source.permalink, 'a message');
  return [context(`Declared from ${from}: “${inert(cut(source.text, 300))}”`)];
}

/** An instant of a date and time field, which counts seconds; null where it was left empty. */
export function instantIn(seconds: string): number | null {
  return seconds === '' ? null : Number(seconds) * SECOND;
}
