import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '#src/base/json.ts';
import type { ActionAnswer, PageAction, PageMessage, PageState } from '#src/practice/protocol.ts';

/** The practice page without a browser: what it shows to one person, and what they do on it. */
export type Page = {
  state(): Promise<PageState>;
  /** Throws the sentence the page would show as a toast. */
  act(action: PageAction): Promise<void>;
  become(user: string): void;
};

/** Opens it over the addresses the page itself uses. */
export function openPage(url: string): Page {
  let as = '';
  return {
    async state() {
      return (await (await fetch(`${url}/practice/state?as=${as}`)).json()) as PageState;
    },
    async act(action) {
      const body = JSON.stringify({ as, action });
      const headers = { 'content-type': 'application/json' };
      const answer = (await (
        await fetch(`${url}/practice/do`, { method: 'POST', headers, body })
      ).json()) as ActionAnswer;
      if (!answer.ok) throw new Error(answer.error);
    },
    become(user) {
      as = user;
    },
  };
}

const PATIENCE_MS = 30_000;
const LOOK_MS = 60;

/** Looks at the page until it shows what is looked for. Null: it did not for half a minute. */
export async function lookFor<Found>(
  page: Page,
  find: (state: PageState) => Found | null | undefined | false,
  patienceMs = PATIENCE_MS,
): Promise<Found | null> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(LOOK_MS)) {
    const found = find(await page.state());
    if (found !== null && found !== undefined && found !== false) return found;
  }
  return null;
}

/** A button as somebody sees it: its words, and the words it stands below. */
export type Button = {
  readonly text: string;
  readonly actionId: string;
  readonly blockId: string;
  /** Of the message, whose they are, and of the section just above. */
  readonly head: string;
  readonly above: string;
  readonly message: PageMessage;
};

type Block = JsonObject & { readonly block_id?: string };

/** The buttons of a message, from top to end. */
export function buttonsOf(message: PageMessage): readonly Button[] {
  const blocks = (message.blocks ?? []) as readonly Block[];
  return blocks.flatMap((block, nth) => {
    if (block['type'] !== 'actions') return [];
    const elements = block['elements'] as readonly JsonObject[];
    return elements.flatMap(element =>
      element['type'] === 'button'
        ? [
            {
              text: textOf(element['text']),
              actionId: String(element['action_id']),
              blockId: String(block.block_id ?? ''),
              head: textOf(blocks[0]?.['text']).split('\nConsulted: ')[0] ?? '',
              above: textOf(blocks[nth - 1]?.['text']),
              message,
            },
          ]
        : [],
    );
  });
}

/** All of a message that is read, a line each. */
export function readable({ blocks, text, files }: PageMessage): string {
  const said = ((blocks ?? []) as readonly Block[]).flatMap(block => {
    const elements = Array.isArray(block['elements']) ? (block['elements'] as readonly JsonObject[]) : [];
    const buttons = elements.flatMap(one => (one['type'] === 'button' ? [`[${textOf(one['text'])}]`] : []));
    const context = block['type'] === 'context' ? elements.map(one => String(one['text'] ?? '')) : [];
    return [textOf(block['text']), ...context, buttons.join(' ')].filter(one => one !== '');
  });
  return [...(said.length === 0 ? [text] : said), ...files.map(file => `📄 ${file.name}`)].join('\n');
}

function textOf(text: unknown): string {
  return typeof text === 'object' && text !== null && 'text' in text ? String(text.text) : '';
}

export const press = ({ actionId, blockId, message }: Button): PageAction => ({
  kind: 'press',
  actionId,
  blockId,
  value: null,
  channel: message.channel,
  ts: message.ts,
});
