import { SECOND } from '#src/base/time.ts';
import type { GonogoError } from '#src/errors.ts';
import type { Connection } from '../identity.ts';
import { isMove, noConnection } from './goodbyes.ts';
import { type Link, type LinkParts, openLink } from './link.ts';

const RETRY_FIRST_MS = SECOND;
/** Slack's outages last minutes; asking every half minute is noticed soon and bothers nobody. */
const RETRY_MAX_MS = 30 * SECOND;
/** A connection that stood so long was no failure, whatever ended it. */
const STEADY_MS = 10 * SECOND;
const STOPPING = 'the bot is stopping';

type Parts = LinkParts & {
  /** A fresh address: each is good for one connection. Throws `chat.failed`, `chat.rate-limited`. */
  readonly openUrl: () => Promise<string>;
};

/**
 * Keeps one connection to Slack alive. A connection Slack is about to close is replaced before it goes: the new one has
 * said hello before the old one is left, so there is no moment in which a press finds nobody.
 */
export function keepConnected({ openUrl, after, log, hear }: Parts) {
  let live: Link | null = null;
  let coming: Link | null = null;
  let isOpening = false;
  let isStopped = false;
  let failures = 0;
  let reason = 'Socket Mode is not connected yet.';
  let cancelRetry: (() => void) | null = null;
  let cancelSteady = () => {};

  async function connect(): Promise<void> {
    isOpening = true;
    try {
      settle(await open());
      isOpening = false;
    } catch (error) {
      isOpening = false;
      coming?.close();
      coming = null;
      failedWith(error as GonogoError);
    }
  }

  async function open(): Promise<Link> {
    const url = await openUrl();
    if (isStopped) throw noConnection(STOPPING);
    const link: Link = openLink(
      url,
      { after, log, hear },
      { onGoodbye: why => leaving(link, why), onClosed: why => closed(link, why) },
    );
    coming = link;
    await link.greeted;
    return link;
  }

  /** The new one is here, so the old one may go. */
  function settle(link: Link): void {
    coming = null;
    live?.leave();
    live = link;
    if (isStopped) return lose(noConnection(STOPPING));
    cancelSteady();
    cancelSteady = after(STEADY_MS, () => {
      failures = 0;
    });
    log.info({}, 'slack is connected over Socket Mode');
  }

  /** Slack is about to close it. One that said no hello yet has failed by that, and `connect` hears of it. */
  function leaving(link: Link, why: string): void {
    if (link !== live) return;
    if (isMove(why)) return replace(0);
    const error = noConnection(why);
    log.error({ why }, error.message);
    lose(error);
    replace(error.retryAfterMs ?? 0);
  }

  function closed(link: Link, why: string): void {
    if (link !== live) return;
    log.warn({ why }, 'the Socket Mode connection was lost');
    lose(noConnection(why));
    replace(0);
  }

  function lose(error: GonogoError): void {
    live?.leave();
    live = null;
    reason = error.message;
    cancelSteady();
  }

  function failedWith(error: GonogoError): void {
    if (isStopped) return;
    reason = error.message;
    log.warn({ err: error }, 'slack could not be connected over Socket Mode yet');
    replace(error.retryAfterMs ?? 0);
  }

  function replace(atLeastMs: number): void {
    if (isStopped || isOpening || cancelRetry) return;
    failures += 1;
    const waitMs = Math.max(atLeastMs, backoff(failures));
    if (waitMs === 0) return void connect();
    cancelRetry = after(waitMs, () => {
      cancelRetry = null;
      void connect();
    });
  }

  return {
    /** Tries once and, where that fails, goes on trying in the background. Never throws. */
    start: connect,
    connection: (): Connection => (live ? { ok: true } : { ok: false, reason }),
    stop(): void {
      isStopped = true;
      cancelRetry?.();
      coming?.close();
      lose(noConnection(STOPPING));
    },
  };
}

/** The first replacement comes at once; whoever is thrown out again and again waits longer each time. */
function backoff(failures: number): number {
  return failures <= 1 ? 0 : Math.min(RETRY_FIRST_MS * 2 ** (failures - 2), RETRY_MAX_MS);
}
