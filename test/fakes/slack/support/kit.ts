import type { JsonObject } from '#src/base/json.ts';

/** Short words for Block Kit, so that the tables of good and bad calls can be read. */

export const x = (count: number) => 'x'.repeat(count);
export const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => make(at));
export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const section = (text: string, rest: JsonObject = {}) => ({ type: 'section', text: mrkdwn(text), ...rest });
export const button = (rest: JsonObject = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...rest });
export const actions = (...elements: JsonObject[]) => ({ type: 'actions', elements });
export const option = (text = 'One', value = 'one', rest: JsonObject = {}) => ({ text: plain(text), value, ...rest });
export const select = (rest: JsonObject) => ({ type: 'static_select', action_id: 'pick', ...rest });
export const input = (element: JsonObject, rest: JsonObject = {}) => ({
  type: 'input',
  block_id: 'field',
  label: plain('Label'),
  element,
  ...rest,
});
export const typing = (rest: JsonObject = {}) => ({ type: 'plain_text_input', action_id: 'entry', ...rest });
export const confirm = (rest: JsonObject = {}) => ({
  title: plain('Sure?'),
  text: mrkdwn('This cannot be undone.'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...rest,
});
export const modal = (blocks: JsonObject[], rest: JsonObject = {}) => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Declare'),
  submit: plain('Declare'),
  blocks,
  ...rest,
});
export const home = (blocks: JsonObject[]) => ({ type: 'home', blocks });
export const table = (rows: number, cell = 'cell', columns = 1) => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => ({ type: 'raw_text', text: cell }))),
});
export const image = (rest: JsonObject = {}) => ({
  type: 'image',
  alt_text: 'A chart',
  image_url: 'https://example.com/a.png',
  ...rest,
});
