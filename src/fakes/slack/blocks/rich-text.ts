import { anyText, type Fields, flag, list, object, type Shape, type Typed, typed, word } from './shapes.ts';

const STYLE: Fields = { style: object({ bold: flag, italic: flag, strike: flag, code: flag, underline: flag }) };
const BORDER = word(0, 1);
const INLINE = typed(['text', 'link', 'emoji', 'user', 'usergroup', 'channel', 'broadcast', 'date', 'color', 'team']);
const PARTS = list(INLINE, undefined, 0);
const COUNT: Shape = { is: 'number', whole: true, min: 0 };

/** The parts of a rich_text block. Nothing in it is parsed, so it is where untrusted text is safe. */
export const RICH_TEXT: { readonly [type: string]: Typed } = {
  rich_text_section: { fields: { elements: PARTS }, required: ['elements'] },
  rich_text_quote: { fields: { elements: PARTS, border: BORDER }, required: ['elements'] },
  rich_text_preformatted: {
    fields: { elements: list(typed(['text', 'link']), undefined, 0), border: BORDER, language: anyText },
    required: ['elements'],
  },
  rich_text_list: {
    fields: {
      elements: list(typed(['rich_text_section']), undefined, 0),
      style: word('bullet', 'ordered'),
      indent: { is: 'number', whole: true, min: 0, max: { at: 8, rule: 'field-type' } },
      offset: COUNT,
      border: BORDER,
    },
    required: ['elements', 'style'],
  },
  text: { fields: { text: anyText, ...STYLE }, required: ['text'] },
  link: { fields: { url: anyText, text: anyText, unsafe: flag, ...STYLE }, required: ['url'] },
  emoji: { fields: { name: anyText, unicode: anyText, skin_tone: COUNT, ...STYLE }, required: ['name'] },
  user: { fields: { user_id: anyText, ...STYLE }, required: ['user_id'] },
  usergroup: { fields: { usergroup_id: anyText, ...STYLE }, required: ['usergroup_id'] },
  channel: { fields: { channel_id: anyText, ...STYLE }, required: ['channel_id'] },
  team: { fields: { team_id: anyText, ...STYLE }, required: ['team_id'] },
  broadcast: { fields: { range: word('here', 'channel', 'everyone'), ...STYLE }, required: ['range'] },
  color: { fields: { value: anyText, ...STYLE }, required: ['value'] },
  date: {
    fields: { timestamp: { is: 'number', whole: true }, format: anyText, fallback: anyText, url: anyText, ...STYLE },
    required: ['timestamp', 'format'],
  },
};

export const RICH_TEXT_PARTS = ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'];
