import {
  ACTION_ID,
  CHOICE,
  COLOR,
  CONFIRM,
  CONVERSATION_FILTER,
  DISPATCH,
  MENU_OPTION,
  OPTION,
  OPTION_GROUPS,
  OPTIONS,
  PLACEHOLDER,
  URL,
} from './objects.ts';
import { anyText, type Fields, flag, list, object, plain, type Shape, type Typed, text, typed } from './shapes.ts';

const DATE: Shape = { is: 'text', pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/ };
const TIME: Shape = { is: 'text', pattern: /^([01]\d|2[0-3]):[0-5]\d$/ };
const MOMENT: Shape = { is: 'number', whole: true, min: 1_000_000_000, max: { at: 9_999_999_999, rule: 'field-type' } };
const COUNT: Shape = { is: 'number', whole: true, min: 1 };
const LENGTH: Shape = { is: 'number', whole: true, min: 0, max: { at: 3000, rule: 'limit-input-length' } };

const INPUT: Fields = { action_id: ACTION_ID, placeholder: PLACEHOLDER, focus_on_load: flag };
const CHOOSER: Fields = { ...INPUT, confirm: CONFIRM };
const MULTI: Fields = { ...CHOOSER, max_selected_items: COUNT };
const TYPED_INPUT: Fields = { ...INPUT, initial_value: anyText, dispatch_action_config: DISPATCH };
const PERSON_ID: Shape = { is: 'text', pattern: /^[UW][A-Z0-9]+$/ };
const PLACE_ID: Shape = { is: 'text', pattern: /^[CGDUW][A-Z0-9]+$/ };
const CHOICES = list(CHOICE, { at: 10, rule: 'limit-choices' });
const SELECT: Fields = { options: OPTIONS, option_groups: OPTION_GROUPS };
const QUERY: Fields = { min_query_length: { is: 'number', whole: true, min: 0 } };
const HERE: Fields = { default_to_current_conversation: flag, filter: CONVERSATION_FILTER };

/** Everything that can stand inside a block. */
export const ELEMENTS: { readonly [type: string]: Typed } = {
  button: {
    fields: {
      text: plain(75, 'limit-button-text'),
      action_id: ACTION_ID,
      value: text(2000, 'limit-button-value'),
      url: URL,
      style: COLOR,
      confirm: CONFIRM,
      accessibility_label: text(75, 'limit-accessibility-label'),
    },
    required: ['text'],
  },
  overflow: {
    fields: { action_id: ACTION_ID, options: list(MENU_OPTION, { at: 5, rule: 'limit-overflow' }), confirm: CONFIRM },
    required: ['options'],
  },
  static_select: { fields: { ...CHOOSER, ...SELECT, initial_option: OPTION }, required: [] },
  multi_static_select: { fields: { ...MULTI, ...SELECT, initial_options: list(OPTION) }, required: [] },
  external_select: { fields: { ...CHOOSER, ...QUERY, initial_option: OPTION }, required: [] },
  multi_external_select: { fields: { ...MULTI, ...QUERY, initial_options: list(OPTION) }, required: [] },
  users_select: { fields: { ...CHOOSER, initial_user: PERSON_ID }, required: [] },
  multi_users_select: { fields: { ...MULTI, initial_users: list(PERSON_ID) }, required: [] },
  channels_select: {
    fields: { ...CHOOSER, initial_channel: PLACE_ID, response_url_enabled: flag },
    required: [],
  },
  multi_channels_select: { fields: { ...MULTI, initial_channels: list(PLACE_ID) }, required: [] },
  conversations_select: {
    fields: { ...CHOOSER, ...HERE, initial_conversation: PLACE_ID, response_url_enabled: flag },
    required: [],
  },
  multi_conversations_select: {
    fields: { ...MULTI, ...HERE, initial_conversations: list(PLACE_ID) },
    required: [],
  },
  checkboxes: {
    fields: {
      action_id: ACTION_ID,
      options: CHOICES,
      initial_options: list(CHOICE),
      confirm: CONFIRM,
      focus_on_load: flag,
    },
    required: ['options'],
  },
  radio_buttons: {
    fields: { action_id: ACTION_ID, options: CHOICES, initial_option: CHOICE, confirm: CONFIRM, focus_on_load: flag },
    required: ['options'],
  },
  datepicker: { fields: { ...CHOOSER, initial_date: DATE }, required: [] },
  timepicker: { fields: { ...CHOOSER, initial_time: TIME, timezone: anyText }, required: [] },
  datetimepicker: {
    fields: { action_id: ACTION_ID, initial_date_time: MOMENT, confirm: CONFIRM, focus_on_load: flag },
    required: [],
  },
  plain_text_input: {
    fields: { ...TYPED_INPUT, multiline: flag, min_length: LENGTH, max_length: LENGTH },
    required: [],
  },
  email_text_input: { fields: TYPED_INPUT, required: [] },
  url_text_input: { fields: TYPED_INPUT, required: [] },
  number_input: {
    fields: { ...TYPED_INPUT, is_decimal_allowed: flag, min_value: anyText, max_value: anyText },
    required: ['is_decimal_allowed'],
  },
  rich_text_input: {
    fields: { ...INPUT, initial_value: typed(['rich_text']), dispatch_action_config: DISPATCH },
    required: [],
  },
  file_input: {
    fields: {
      action_id: ACTION_ID,
      filetypes: list(anyText),
      max_files: { is: 'number', whole: true, min: 1, max: { at: 10, rule: 'field-type' } },
    },
    required: [],
  },
  image: {
    fields: {
      alt_text: { is: 'text', empty: true, max: { at: 2000, rule: 'limit-alt-text' } },
      image_url: URL,
      slack_file: object({ id: anyText, url: anyText }),
    },
    required: ['alt_text'],
  },
  plain_text: { fields: { text: anyText, emoji: flag }, required: ['text'] },
  mrkdwn: { fields: { text: anyText, verbatim: flag }, required: ['text'] },
};

const PICKERS = [
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'multi_users_select',
  'multi_static_select',
  'multi_conversations_select',
  'multi_channels_select',
  'multi_external_select',
  'radio_buttons',
  'users_select',
  'static_select',
  'conversations_select',
  'channels_select',
  'external_select',
  'timepicker',
];

/** What an actions block, a section's accessory and an input block can hold. */
export const IN_ACTIONS = ['button', 'overflow', 'rich_text_input', ...PICKERS];
export const IN_SECTION = ['button', 'overflow', 'image', ...PICKERS];
export const IN_INPUT = [
  ...PICKERS,
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'file_input',
];
