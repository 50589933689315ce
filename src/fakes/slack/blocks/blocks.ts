import { ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION } from './elements.ts';
import { BLOCK_ID } from './objects.ts';
import { RICH_TEXT, RICH_TEXT_PARTS } from './rich-text.ts';
import { anyText, type Fields, flag, list, object, plain, type Typed, text, typed, word, words } from './shapes.ts';

export type Surface = 'message' | 'modal' | 'home';

/** A block type, where Slack shows it, and what it holds. */
type Block = Typed & { readonly on: readonly Surface[] };

const EVERYWHERE: readonly Surface[] = ['message', 'modal', 'home'];
const CELL = typed(['raw_text', 'raw_number', 'rich_text']);
const TABLE = { at: 100, rule: 'limit-table' } as const;
const CELLS = { at: 20, rule: 'limit-table' } as const;

/** The block types the bot may use. Slack has more (card, carousel, plan ...); old clients do not show those. */
export const BLOCKS: { readonly [type: string]: Block } = {
  section: block(EVERYWHERE, [], {
    text: words(3000, 'limit-text'),
    fields: list(words(2000, 'limit-field-text'), { at: 10, rule: 'limit-fields' }),
    accessory: typed(IN_SECTION),
    expand: flag,
  }),
  header: block(EVERYWHERE, ['text'], { text: plain(150, 'limit-header') }),
  divider: block(EVERYWHERE, [], {}),
  context: block(EVERYWHERE, ['elements'], {
    elements: list(typed(['mrkdwn', 'plain_text', 'image']), { at: 10, rule: 'limit-context' }),
  }),
  actions: block(EVERYWHERE, ['elements'], { elements: list(typed(IN_ACTIONS), { at: 25, rule: 'limit-actions' }) }),
  image: block(EVERYWHERE, ['alt_text'], {
    ...ELEMENTS['image']?.fields,
    title: plain(2000, 'limit-image-title'),
  }),
  input: block(EVERYWHERE, ['label', 'element'], {
    label: plain(2000, 'limit-label'),
    hint: plain(2000, 'limit-hint'),
    element: typed(IN_INPUT),
    optional: flag,
    dispatch_action: flag,
  }),
  rich_text: block(EVERYWHERE, ['elements'], { elements: list(typed(RICH_TEXT_PARTS), undefined, 0) }),
  markdown: block(['message'], ['text'], { text: text(12_000, 'limit-markdown') }),
  table: block(['message'], ['rows'], {
    rows: list(list(CELL, CELLS, 0), TABLE),
    column_settings: list(object({ align: word('left', 'center', 'right'), is_wrapped: flag }), CELLS),
  }),
  alert: block(['modal'], ['text'], {
    text: words(3000, 'limit-text'),
    level: word('default', 'info', 'warning', 'error', 'success'),
  }),
};

const CELL_TYPES: { readonly [type: string]: Typed } = {
  raw_text: { fields: { text: { is: 'text' } }, required: ['text'] },
  raw_number: { fields: { text: { is: 'text' }, value: { is: 'number' } }, required: ['text', 'value'] },
};

/** Whatever has a `type`, in one table. Blocks and elements share the name `image`, and blocks may have a title. */
export const TYPED: { readonly [type: string]: Typed } = {
  ...ELEMENTS,
  ...RICH_TEXT,
  ...CELL_TYPES,
  rich_text: richText(),
};

function richText(): Typed {
  return {
    fields: { elements: list(typed(RICH_TEXT_PARTS), undefined, 0), block_id: anyText },
    required: ['elements'],
  };
}

function block(on: readonly Surface[], required: readonly string[], fields: Fields): Block {
  return { on, required, fields: { ...fields, block_id: BLOCK_ID } };
}
