import type { JsonObject } from '#src/base/json.ts';
import { checkBlocks } from './check-blocks.ts';
import { breach, checkFields } from './check-shape.ts';
import { type BlockBreach, type Fields, flag, plain, text, word } from './shapes.ts';

const VIEW_BYTES_MAX = 250 * 1024;

const COMMON: Fields = {
  type: word('modal', 'home'),
  private_metadata: { is: 'text', empty: true, max: { at: 3000, rule: 'limit-private-metadata' } },
  callback_id: text(255, 'limit-callback-id'),
  external_id: { is: 'text', empty: true, max: { at: 255, rule: 'limit-external-id' } },
};

const TITLE = plain(24, 'limit-title');
const MODAL: Fields = {
  ...COMMON,
  title: TITLE,
  submit: TITLE,
  close: TITLE,
  clear_on_close: flag,
  notify_on_close: flag,
};

/** Everything Slack would object to in this view. */
export function checkView(view: JsonObject, pointer = '/view'): readonly BlockBreach[] {
  const modal = view['type'] === 'modal';
  const required = modal ? ['type', 'title', 'blocks'] : ['type', 'blocks'];
  const fields = checkFields(view, { fields: modal ? MODAL : COMMON, required }, pointer, ['blocks']);
  const { blocks } = view;
  const within = blocks === undefined ? [] : checkBlocks(blocks, modal ? 'modal' : 'home', `${pointer}/blocks`);
  return [...fields, ...within, ...checkSubmit(view, modal, pointer), ...checkSize(view, pointer)];
}

function checkSubmit(view: JsonObject, modal: boolean, pointer: string): readonly BlockBreach[] {
  const blocks = Array.isArray(view['blocks']) ? view['blocks'] : [];
  const asks = blocks.some(block => (block as JsonObject | null)?.['type'] === 'input');
  const silent = modal && asks && view['submit'] === undefined;
  return silent ? [breach('view-submit', pointer, 'a modal with input blocks needs submit')] : [];
}

function checkSize(view: JsonObject, pointer: string): readonly BlockBreach[] {
  const bytes = Buffer.byteLength(JSON.stringify(view));
  return bytes > VIEW_BYTES_MAX ? [breach('view-size', pointer, `the view has ${bytes} bytes`)] : [];
}
