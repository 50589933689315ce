import type { JsonObject } from '#src/base/json.ts';
import type { SlackFake } from '#src/fakes/slack/start.ts';
import { isObject, list, render } from './render.ts';

type PressAct = Parameters<SlackFake['press']>[0];

/** A button, or an entry of a menu, as somebody sees it on their screen. */
export type Found = Omit<PressAct, 'user' | 'confirmed'>;

type Surface = { readonly text: string; readonly blocks: readonly JsonObject[]; readonly place: Place };
type Place = Pick<PressAct, 'message' | 'ephemeral' | 'view'>;

/**
 * The newest thing this person can press with that label (`Go`, `Roll back…`, an entry of a menu): first in their modal,
 * then in what only they see, then in messages. `near`: below a line that holds this text, or in a message that does.
 * Throws with everything that can be pressed when there is none.
 */
export function findButton(slack: SlackFake, user: string, label: string, near = ''): Found {
  const surfaces = surfacesOf(slack, user);
  for (const surface of surfaces) {
    const found = inSurface(surface, label, near);
    if (found) return found;
  }
  const seen = surfaces.flatMap(one => labelsIn(one.blocks));
  throw new Error(`${user} sees no "${label}"${near && ` near "${near}"`}; there is ${[...new Set(seen)].join(', ')}`);
}

/** Every label this person could press now, newest message first. */
export function labelsOn(slack: SlackFake, user: string): readonly string[] {
  return surfacesOf(slack, user).flatMap(one => labelsIn(one.blocks));
}

function surfacesOf(slack: SlackFake, user: string): readonly Surface[] {
  const { views, ephemerals, messages } = slack.workspace;
  const modal = views.top(user);
  const blocksOf = (blocks: unknown) => (Array.isArray(blocks) ? blocks : []) as readonly JsonObject[];
  return [
    ...(modal ? [{ text: '', blocks: blocksOf(modal.content['blocks']), place: { view: modal } }] : []),
    ...ephemerals
      .of(user)
      .toReversed()
      .map(note => ({ text: render(note), blocks: blocksOf(note.blocks), place: { ephemeral: note } })),
    ...messages
      .all()
      .toSorted((a, b) => Number(b.ts) - Number(a.ts))
      .map(message => ({ text: render(message), blocks: blocksOf(message.blocks), place: { message } })),
  ];
}

/** Below a line that says so; where no such line has the button, anywhere in a message that says so. */
function inSurface({ text, blocks, place }: Surface, label: string, near: string): Found | undefined {
  const below = inBlocks(blocks, label, near) ?? (text.includes(near) ? inBlocks(blocks, label, '') : undefined);
  return below && { ...place, ...below };
}

function inBlocks(blocks: readonly JsonObject[], label: string, near: string): Pressable | undefined {
  let above = '';
  for (const block of blocks) {
    if (block['type'] === 'section') above = render({ text: '', blocks: [block] });
    if (!above.includes(near)) continue;
    const elements = [...list(block['elements']), block['accessory'] ?? null].filter(isObject);
    for (const element of elements) {
      const found = pressable(element, label);
      if (found) return { ...found, blockId: String(block['block_id']) };
    }
  }
  return undefined;
}

type Pressable = Pick<PressAct, 'actionId' | 'value' | 'selected' | 'blockId'>;

function pressable(element: JsonObject, label: string): Pressable | undefined {
  const actionId = String(element['action_id']);
  if (element['type'] === 'button' && labelOf(element) === label) {
    const { value } = element;
    return { actionId, ...(typeof value === 'string' ? { value } : {}) };
  }
  const option = list(element['options'])
    .filter(isObject)
    .find(one => labelOf(one) === label);
  return option && { actionId, selected: option['value'] ?? null };
}

function labelsIn(blocks: readonly JsonObject[]): readonly string[] {
  return blocks
    .flatMap(block => [...list(block['elements']), block['accessory'] ?? null])
    .filter(isObject)
    .flatMap(element =>
      element['type'] === 'button' ? [labelOf(element)] : list(element['options']).filter(isObject).map(labelOf),
    );
}

function labelOf(element: JsonObject): string {
  const { text } = element;
  return isObject(text) ? String(text['text']) : '';
}
