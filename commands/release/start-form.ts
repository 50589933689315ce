import type { InputBlock } from '@slack/types';
import { SECOND } from '#src/base/time.ts';
import { plainText, section } from '#src/chat/blocks.ts';
import type { Desk, ProductInfo, TypeInfo } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { inputFields, option } from '#src/chat/input-fields.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import { scopeOfStart } from '#src/domain/runbook/inputs.ts';
import { withMistakes } from './broken.ts';
import type { StartDraft } from './start-words.ts';
import { onlyType } from './start-words.ts';

/** Slack keeps 3,000 characters with a form; values that do not fit are typed again when the type changes. */
const DATA_MAX = 2_500;
const OPTIONS_MAX = 100;

/** The form to start a release: what was said is filled in, and a change of product or type redraws its questions. */
export function startForm(desk: Desk, draft: StartDraft, { channel, thread }: Place): Reply {
  const products = desk.runbooks.products().filter(one => one.types.length > 0);
  const product = products.find(one => one.name === draft.product) ?? (products.length === 1 ? products[0] : undefined);
  if (products.length === 0) return refuse('start.none', withMistakes(desk, 'No runbook can be started.'));
  const named = product?.types.find(
    one => one.name === draft.type || (draft.type !== null && one.alias.includes(draft.type)),
  );
  const type = named ?? onlyType(product ?? null) ?? product?.types[0];
  const shown: StartDraft = { ...draft, product: product?.name ?? null, type: type?.name ?? null };
  const view = modal({
    form: 'release.start',
    title: 'Start a release',
    submit: 'Start',
    place: { channel, thread },
    data: kept(shown),
    blocks: [
      ...(product && products.length === 1
        ? [section(`*${inert(product.title)}*`)]
        : [productField(products, product)]),
      ...(product && type ? fields(product, type, shown) : []),
    ],
  });
  return { kind: 'modal', view };
}

function kept(draft: StartDraft): StartDraft {
  return JSON.stringify(draft).length <= DATA_MAX ? draft : { ...draft, inputs: {} };
}

function productField(products: readonly ProductInfo[], chosen: ProductInfo | undefined): InputBlock {
  return menuField(
    'product',
    'Product',
    products.map(one => [one.name, one.title]),
    chosen?.name ?? null,
    true,
  );
}

function fields(product: ProductInfo, type: TypeInfo, draft: StartDraft): readonly InputBlock[] {
  const strategies = type.strategies.map(name => [name, name] as const);
  // Where there are several, the menu in this form may still change it.
  const only = strategies.length === 1 ? (type.strategies[0] ?? null) : null;
  return [
    menuField(
      'type',
      'Type',
      product.types.map(one => [one.name, one.title]),
      type.name,
      true,
    ),
    ...(strategies.length < 2
      ? []
      : [menuField('strategy', 'Strategy', strategies, draft.strategy ?? type.strategies[0] ?? null, false)]),
    textField({
      name: 'version',
      label: 'Version',
      hint: 'Empty: the next one of its type',
      optional: true,
      multiline: false,
      ...(draft.version !== null && { initial: draft.version }),
    }),
    momentField(draft),
    ...inputFields(type.inputs, scopeOfStart(type.name, only), draft.inputs),
  ];
}

/** In the zone of whoever fills it in, as Slack shows it. */
function momentField({ T }: StartDraft): InputBlock {
  return {
    type: 'input',
    block_id: 'at',
    optional: true,
    label: plainText('Go-live (T), in your own time zone', 100),
    hint: plainText('Empty: as soon as it is approved', 100),
    element: {
      type: 'datetimepicker',
      action_id: 'at',
      ...(T !== null && { initial_date_time: Math.floor(T / SECOND) }),
    },
  };
}

function menuField(
  name: 'product' | 'type' | 'strategy',
  label: string,
  entries: readonly (readonly [value: string, text: string])[],
  chosen: string | null,
  redraws: boolean,
): InputBlock {
  const options = entries
    .slice(0, OPTIONS_MAX)
    .map(([value, text]) => ({ ...option(value), text: plainText(text, 75) }));
  const initial = options.find(one => one.value === chosen);
  return {
    type: 'input',
    block_id: name,
    dispatch_action: redraws,
    label: plainText(label, 100),
    element: {
      type: 'static_select',
      action_id: `gonogo:release.start-${name}`,
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}
