import type { Field } from './payloads.ts';

type Value = string | readonly string[] | null;

/** What somebody typed or chose in one input; null when it was left empty. */
export function chosenIn(field: Field): Value {
  const many =
    field.selected_options?.map(option => option.value) ??
    field.files?.map(file => file.id) ??
    field.selected_users ??
    field.selected_channels ??
    field.selected_conversations;
  return many ?? single(field) ?? null;
}

/** The same as one text, as buttons and menus carry it; empty when there is none. */
export function textOf(field: Field): string {
  const value = chosenIn(field);
  return typeof value === 'string' ? value : (value ?? []).join(',');
}

/** A form's inputs by the name of their action id; the blocks they stand in do not matter. */
export function formValues(blocks: { readonly [blockId: string]: { readonly [actionId: string]: Field } }) {
  const values: { [actionId: string]: Value } = {};
  for (const fields of Object.values(blocks)) {
    for (const [actionId, field] of Object.entries(fields)) values[ownName(actionId) ?? actionId] = chosenIn(field);
  }
  return values;
}

/**
 * `release.vote` of `gonogo:release.vote` and of `gonogo:release.vote:anything`, where the end only keeps action ids of
 * one message apart. Undefined for ids that are not ours, such as those of link buttons.
 */
export function ownName(id: string): string | undefined {
  return /^gonogo:([^:]+)(?::.*)?$/s.exec(id)?.[1];
}

function single(field: Field): string | undefined {
  const text =
    field.value ??
    field.selected_option?.value ??
    field.selected_user ??
    field.selected_channel ??
    field.selected_conversation ??
    field.selected_date ??
    field.selected_time ??
    field.selected_date_time?.toString();
  return text === '' || text === null ? undefined : text;
}
