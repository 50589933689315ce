import type { Json, JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { optionsOf } from '../blocks/check-element.ts';
import { lengthOf } from '../blocks/check-shape.ts';
import type { View, ViewValues } from '../views.ts';

/** What a person enters, by action id or block id: text, an option's value, a list of them, or Slack's own object. */
export type Entries = { readonly [id: string]: Json };

type Field = {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
  readonly optional: boolean;
};

/** The form as it first stands. Fields that stay through an update keep what was entered, as in Slack. */
export function initialValues(content: JsonObject, former?: View): ViewValues {
  const values: { [block: string]: { [action: string]: JsonObject } } = {};
  for (const field of fieldsOf(content)) {
    const { blockId, actionId, element } = field;
    const kept = former?.values[blockId]?.[actionId];
    const value = kept && kept['type'] === element['type'] ? kept : initial(element);
    values[blockId] = { ...values[blockId], [actionId]: value };
  }
  return values;
}

/** The form after the person's entries. Throws when an entry names no field. */
export function enter(view: View, entries: Entries, misused: (message: string) => never): ViewValues {
  const values: { [block: string]: { [action: string]: JsonObject } } = {};
  for (const [block, actions] of Object.entries(view.values)) values[block] = { ...actions };
  const fields = fieldsOf(view.content);
  for (const [id, entry] of Object.entries(entries)) {
    const field = fields.find(one => one.actionId === id) ?? fields.find(one => one.blockId === id);
    if (!field) misused(`the form has no field ${id}; it has ${fields.map(one => one.actionId).join(', ')}`);
    else values[field.blockId] = { ...values[field.blockId], [field.actionId]: stateOf(field.element, entry) };
  }
  return values;
}

/** What Slack's own client objects to before it sends a form, by block id. */
export function objections(view: View): { [blockId: string]: string } {
  const found: { [blockId: string]: string } = {};
  for (const { blockId, actionId, element, optional } of fieldsOf(view.content)) {
    const value = view.values[blockId]?.[actionId] ?? {};
    const { type: _, ...content } = value;
    const empty = Object.values(content).every(
      one => one === null || one === '' || (Array.isArray(one) && !one.length),
    );
    if (empty && !optional) found[blockId] = 'Please complete this required field.';
    const text = value['value'];
    if (typeof text !== 'string' || empty) continue;
    const { min_length: min, max_length: max } = element;
    if (typeof min === 'number' && lengthOf(text) < min) found[blockId] = `Please use at least ${min} characters.`;
    if (typeof max === 'number' && lengthOf(text) > max) found[blockId] = `Please use at most ${max} characters.`;
  }
  return found;
}

/** The input blocks of a view, and interactive elements elsewhere in it, which Slack's state holds too. */
export function fieldsOf(content: JsonObject): readonly Field[] {
  const blocks = Array.isArray(content['blocks']) ? content['blocks'].filter(isObject) : [];
  return blocks.flatMap(block => {
    const blockId = String(block['block_id']);
    const { type, element, elements, accessory, optional } = block;
    const one = (item: Json | undefined, free: boolean): readonly Field[] =>
      isObject(item) && item['action_id'] !== undefined && HOLDS_VALUE.test(String(item['type']))
        ? [{ blockId, actionId: String(item['action_id']), element: item, optional: free }]
        : [];
    if (type === 'input') return one(element, optional === true);
    if (type === 'section') return one(accessory, true);
    return Array.isArray(elements) && type === 'actions' ? elements.flatMap(item => one(item, true)) : [];
  });
}

const HOLDS_VALUE = /select$|input$|picker$|^checkboxes$|^radio_buttons$/;

/** An element's value as Slack's state writes it. */
export function stateOf(element: JsonObject, entry: Json): JsonObject {
  const type = String(element['type']);
  if (isObject(entry) && entry['type'] === type) return entry;
  const option = (wanted: Json): Json =>
    isObject(wanted) ? wanted : (optionsOf(element).find(one => one['value'] === wanted) ?? asOption(wanted));
  const several = Array.isArray(entry) ? entry : entry === null ? [] : [entry];
  if (type === 'checkboxes' || /^multi_(static|external)_select$/.test(type)) {
    return { type, selected_options: several.map(option) };
  }
  if (MULTIPLE[type]) return { type, [MULTIPLE[type]]: several };
  if (SINGLE[type]) return { type, [SINGLE[type]]: entry };
  if (/^(static|external)_select$|^radio_buttons$|^overflow$/.test(type)) {
    return { type, selected_option: entry === null ? null : option(entry) };
  }
  if (type === 'file_input') return { type, files: several };
  if (type === 'rich_text_input') return { type, rich_text_value: entry };
  return { type, value: typeof entry === 'number' ? String(entry) : entry };
}

const MULTIPLE: { readonly [type: string]: string } = {
  multi_users_select: 'selected_users',
  multi_channels_select: 'selected_channels',
  multi_conversations_select: 'selected_conversations',
};

const SINGLE: { readonly [type: string]: string } = {
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
};

function asOption(value: Json): JsonObject {
  return { text: { type: 'plain_text', text: String(value) }, value };
}

function initial(element: JsonObject): JsonObject {
  const name = Object.keys(element).find(key => key.startsWith('initial_'));
  return stateOf(element, name === undefined ? null : (element[name] ?? null));
}
