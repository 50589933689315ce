import type { JsonObject } from '#src/base/json.ts';
import type { FormValues, PageView } from '#src/practice/protocol.ts';

type Input = {
  readonly block: string;
  /** It says that it may stay empty, and nothing in its hint speaks against that. */
  readonly mayStay: boolean;
  /** Its words or its hint ask for a link. */
  readonly isLink: boolean;
  readonly element: JsonObject;
};

/** What the release notes say below a section that nobody has written. */
const WAITS = 'the release waits until it is written';

/**
 * Fills a form as somebody does who has its words only: what is filled already stays, what may be left empty stays empty,
 * the first of a list, a link where a link is asked.
 */
export function fill(view: PageView, me: string): FormValues {
  const blocks = (view.content['blocks'] ?? []) as readonly JsonObject[];
  const inputs = blocks.flatMap(block => (block['type'] === 'input' ? [inputOf(block)] : []));
  return Object.fromEntries(
    inputs.map(input => [input.block, { [String(input.element['action_id'])]: entered(input, me) }]),
  );
}

function inputOf(block: JsonObject): Input {
  const { text } = block['label'] as { text: string };
  const element = block['element'] as JsonObject;
  const { text: hint } = (block['hint'] ?? { text: '' }) as { text: string };
  const mayStay = block['optional'] === true && !hint.includes(WAITS) && !/link|^reason$/i.test(text);
  const isLink = /link|where/i.test(text) || hint.includes('https://');
  return { block: String(block['block_id']), mayStay, isLink, element };
}

function entered({ mayStay, isLink, element }: Input, me: string): JsonObject {
  const type = String(element['type']);
  switch (type) {
    case 'plain_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: element['initial_value'] ?? (mayStay ? null : somethingFor(type, isLink)) };
    case 'datepicker':
      return { type, selected_date: element['initial_date'] ?? (mayStay ? null : '2027-03-31') };
    case 'users_select':
      return { type, selected_user: element['initial_user'] ?? (mayStay ? null : me) };
    case 'static_select': {
      const [first = null] = (element['options'] ?? []) as readonly JsonObject[];
      return { type, selected_option: element['initial_option'] ?? (mayStay ? null : first) };
    }
    case 'file_input':
      return { type, files: [] };
    default:
      throw new Error(`nobody here knows how to fill ${type}`);
  }
}

function somethingFor(type: string, isLink: boolean): string {
  if (type === 'number_input') return '3';
  return isLink || type === 'url_text_input' ? 'https://wiki.example/page' : 'Nothing unusual was seen.';
}
