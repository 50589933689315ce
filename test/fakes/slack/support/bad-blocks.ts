import type { RuleId } from '#src/fakes/slack/rules.ts';
import { type BadCall, message, view } from './bad-calls.ts';
import {
  actions,
  button,
  confirm,
  image,
  input,
  many,
  modal,
  mrkdwn,
  option,
  plain,
  section,
  select,
  table,
  typing,
  x,
} from './kit.ts';

const inForm = (rule: RuleId, element: Parameters<typeof input>[0], rest = {}) =>
  view(rule, modal([input(element, rest)]));
const options = (count: number) => many(count, at => option(`Option ${at}`, `o${at}`));
const groups = (count: number, label = 'Group') =>
  many(count, at => ({ label: plain(label), options: [option('One', `o${at}`)] }));
const pressed = (rule: RuleId, rest: Parameters<typeof button>[0]) => message(rule, actions(button(rest)));
const asked = (rule: RuleId, rest: Parameters<typeof confirm>[0]) => pressed(rule, { confirm: confirm(rest) });
const chosen = (rule: RuleId, rest: Parameters<typeof select>[0]) => message(rule, actions(select(rest)));

/** Breaches inside blocks: each breaks one rule and no other. */
export const BAD_BLOCKS: readonly BadCall[] = [
  message('block-known', { type: 'marquee', text: plain('Hello') }),
  message('block-surface', { type: 'alert', text: plain('Hello'), level: 'info' }),
  view('block-surface', modal([table(1)])),
  message('element-known', actions(typing())),
  message('element-known', { type: 'context', elements: [button()] }),
  message('field-known', section('Hello', { colour: 'red' })),
  pressed('field-known', { colour: 'red' }),
  message('field-required', { type: 'header' }),
  asked('field-required', { deny: undefined as never }),
  pressed('field-type', { style: 'green' }),
  inForm('field-type', { type: 'datepicker', action_id: 'when', initial_date: '21.11.2026' }),
  inForm('field-type', typing({ min_length: 5, max_length: 3 })),
  message('text-not-empty', section('')),
  message('list-not-empty', actions()),
  message('section-content', { type: 'section' }),
  chosen('options-source', {}),
  chosen('option-has-value', { options: [{ text: plain('One') }] }),
  chosen('initial-among-options', { options: options(2), initial_option: option('Other', 'other') }),
  message('table-once', table(1), table(1)),
  view(
    'focus-once',
    modal([
      input(typing({ focus_on_load: true })),
      input(typing({ action_id: 'other', focus_on_load: true }), { block_id: 'other' }),
    ]),
  ),

  message('limit-text', section(x(3_001))),
  message('limit-block-id', section('Hello', { block_id: x(256) })),
  pressed('limit-action-id', { action_id: x(256) }),
  message('limit-header', { type: 'header', text: plain(x(151)) }),
  message('limit-fields', { type: 'section', fields: many(11, () => mrkdwn('a')) }),
  message('limit-field-text', { type: 'section', fields: [mrkdwn(x(2_001))] }),
  message('limit-context', { type: 'context', elements: many(11, () => mrkdwn('a')) }),
  message('limit-actions', actions(...many(26, at => button({ action_id: `a${at}` })))),
  pressed('limit-button-text', { text: plain(x(76)) }),
  pressed('limit-button-value', { value: x(2_001) }),
  pressed('limit-url', { url: `https://example.com/${x(3_000)}` }),
  pressed('limit-accessibility-label', { accessibility_label: x(76) }),
  message('limit-alt-text', image({ alt_text: x(2_001) })),
  message('limit-image-title', image({ title: plain(x(2_001)) })),
  asked('limit-confirm-title', { title: plain(x(101)) }),
  asked('limit-confirm-text', { text: mrkdwn(x(301)) }),
  asked('limit-confirm-button', { confirm: plain(x(31)) }),
  inForm('limit-placeholder', typing({ placeholder: plain(x(151)) })),
  inForm('limit-label', typing(), { label: plain(x(2_001)) }),
  inForm('limit-hint', typing(), { hint: plain(x(2_001)) }),
  chosen('limit-options', { options: options(101) }),
  chosen('limit-option-groups', { option_groups: groups(101) }),
  chosen('limit-group-label', { option_groups: groups(1, x(76)) }),
  chosen('limit-option-text', { options: [option(x(76))] }),
  chosen('limit-option-value', { options: [option('One', x(76))] }),
  chosen('limit-option-description', { options: [option('One', 'one', { description: plain(x(76)) })] }),
  message('limit-overflow', actions({ type: 'overflow', action_id: 'more', options: options(6) })),
  inForm('limit-choices', { type: 'radio_buttons', action_id: 'one', options: options(11) }),
  inForm('limit-input-length', typing({ max_length: 3_001 })),
  message('limit-table', table(101)),
  message('limit-table', table(1, 'cell', 21)),
  message('limit-table-text', table(100, x(101))),
  message('limit-markdown', { type: 'markdown', text: x(12_001) }),
  message('limit-markdown', { type: 'markdown', text: x(6_001) }, { type: 'markdown', text: x(6_000) }),
  view('limit-title', modal([], { title: plain(x(25)) })),
  view('limit-private-metadata', modal([], { private_metadata: x(3_001) })),
  view('limit-callback-id', modal([], { callback_id: x(256) })),
  view('limit-external-id', modal([], { external_id: x(256) })),
];
