import { flag, type Limit, list, object, plain, type Shape, text, word, words } from './shapes.ts';

export const COLOR = word('primary', 'danger');
export const ACTION_ID = text(255, 'limit-action-id');
export const BLOCK_ID = text(255, 'limit-block-id');
export const URL = text(3000, 'limit-url');
export const PLACEHOLDER = plain(150, 'limit-placeholder');

/** A dialog before an action counts. */
export const CONFIRM = object(
  {
    title: plain(100, 'limit-confirm-title'),
    text: words(300, 'limit-confirm-text'),
    confirm: plain(30, 'limit-confirm-button'),
    deny: plain(30, 'limit-confirm-button'),
    style: COLOR,
  },
  // The documents call all four required; the SDK's types only text. The stricter of the two.
  ['title', 'text', 'confirm', 'deny'],
);

const OPTION_VALUE = text(75, 'limit-option-value');

const PLAIN_OPTION = {
  text: plain(75, 'limit-option-text'),
  description: plain(75, 'limit-option-description'),
  value: OPTION_VALUE,
};

/** An option of a select: plain text only. */
export const OPTION = object(PLAIN_OPTION, ['text']);

/** An option of an overflow menu, which alone may be a link. */
export const MENU_OPTION = object({ ...PLAIN_OPTION, url: URL }, ['text']);

/** An option of checkboxes or radio buttons: mrkdwn too. */
export const CHOICE = object(
  {
    text: words(75, 'limit-option-text'),
    description: words(75, 'limit-option-description'),
    value: OPTION_VALUE,
  },
  ['text'],
);

const MANY: Limit = { at: 100, rule: 'limit-options' };
export const OPTIONS = list(OPTION, MANY);
export const OPTION_GROUPS = list(
  object({ label: plain(75, 'limit-group-label'), options: OPTIONS }, ['label', 'options']),
  { at: 100, rule: 'limit-option-groups' },
);

export const DISPATCH: Shape = object({
  trigger_actions_on: list(word('on_enter_pressed', 'on_character_entered')),
});

export const CONVERSATION_FILTER = object({
  include: list(word('im', 'mpim', 'private', 'public')),
  exclude_external_shared_channels: flag,
  exclude_bot_users: flag,
});
