import { section } from '#src/chat/blocks.ts';
import { inert } from '#src/chat/escape.ts';
import { bounded } from '#src/chat/limits.ts';
import type { Message } from '#src/chat/message.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import type { Store } from '#src/ports/store.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { productOf } from '#src/runbook/product-of.ts';

type Parts = { readonly store: Store; readonly chat: Chat; readonly loaded: Loaded; readonly log: Log };

/** Where people look first when a product has no card for it: alerts have none. */
const CHANNELS = ['incidents', 'releases'];

/**
 * A run whose timeline cannot be read, or whose decisions hit a defect, stands still alone. Its channel is told, once a
 * start, past the outbox: an effect would be drawn from the very timeline that cannot be read.
 */
export function stuckTeller({ store, chat, loaded, log }: Parts): (stream: string, cause: unknown) => void {
  const told = new Set<string>();

  async function tell(stream: string, cause: unknown): Promise<void> {
    const channel = (await store.message(stream, 'card'))?.channel ?? (await channelOf(stream));
    if (channel !== undefined)
      await chat.post({ channel, thread: null, message: saying(nameOf(stream), cause), effectIds: [] });
  }

  async function channelOf(stream: string): Promise<string | undefined> {
    const run = await store.run(stream);
    const files = loaded.products.find(one => one.name === run?.product);
    const channels = (files && productOf(files))?.channels ?? {};
    return CHANNELS.map(name => channels[name]).find(one => one !== undefined) ?? Object.values(channels)[0];
  }

  return (stream, cause) => {
    log.error({ stream, err: cause }, 'a stream stands still; what is due there is tried again in a minute');
    if (told.has(stream)) return;
    told.add(stream);
    tell(stream, cause).catch((err: unknown) => {
      told.delete(stream);
      log.warn({ stream, err }, 'that a stream stands still could not be told');
    });
  };
}

/** `REL-12`; of what has no number, what it does for a product. */
function nameOf(stream: string): string {
  const [kind, id] = [stream.slice(0, stream.indexOf(':')), stream.slice(stream.indexOf(':') + 1)];
  if (kind === 'alerts') return `What watches the alerts of ${id}`;
  return kind === 'product' ? `What reminds of the drills and freezes of ${id}` : id;
}

function saying(id: string, cause: unknown): Message {
  const why =
    cause instanceof GonogoError && cause.code === 'stream.unreadable'
      ? inert(cause.message)
      : 'A decision hit a defect of gonogo; its log says which, at this moment.';
  const text = `⚠ ${inert(id)} stands still. ${why} Until then nothing of it happens by itself: look after it by hand. Everything else goes on.`;
  return bounded({ text, blocks: [section(text)] });
}
