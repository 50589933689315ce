import type { Instant } from '#src/base/time.ts';
import { MINUTE, SECOND } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { PageNews, PageRef, Pager } from '#src/ports/pager.ts';
import { createMemoryPager } from '../../support/memory-pager.ts';
import type { World } from './world.ts';

/** The bot waits so long for the provider. */
const TIMEOUT_MS = 10_000;

/**
 * The pager's provider: it outlives the bot, its phones ring, and it tells what happens by webhooks that may be lost, late,
 * doubled and out of order. Everything the bot may say about a page is held against what stands here.
 */
export class Provider {
  downUntil: Instant = 0;
  /** Keys it answered 202 for, opened, and saw acknowledged or resolved; they only grow. */
  readonly took = new Set<string>();
  readonly opened = new Set<string>();
  readonly acknowledged = new Set<string>();
  readonly resolved = new Set<string>();
  /** It said yes to their end, and did nothing: open until somebody looks. */
  readonly undone = new Set<string>();
  /** Which routing key each page went to. */
  readonly routed = new Map<string, string>();
  /** Whoever carries the phone, and whoever takes the webhooks. */
  onRing: (dedupKey: string) => void = () => undefined;
  onNews: (news: PageNews) => void = () => undefined;
  readonly #world: World;
  readonly #memory: ReturnType<typeof createMemoryPager>;

  constructor(world: World) {
    this.#world = world;
    this.#memory = createMemoryPager({ now: () => world.now(), news: news => this.#happened(news) });
  }

  /** Pages that ring or were acknowledged. */
  open(): readonly string[] {
    return this.#memory.openPages().map(page => page.key);
  }

  acknowledge(dedupKey: string): void {
    this.#memory.acknowledge(dedupKey);
  }

  /** The acknowledgement ran out, and it rings anew. */
  unacknowledge(dedupKey: string): void {
    this.#memory.unacknowledge(dedupKey);
  }

  resolve(dedupKey: string): void {
    this.#memory.resolve(dedupKey);
  }

  /** The port, as the bot has it. */
  pager(): Pager {
    const { pager } = this.#memory;
    const event = <Ref extends PageRef>(what: string, ref: Ref, send: (ref: Ref) => Promise<{ says: string }>) =>
      this.#through(async () => {
        if (what === 'trigger') this.routed.set(ref.dedupKey, ref.key);
        if (this.#world.strikes('pagerDropped')) {
          this.#memory.fail('accept-and-drop');
          if (what === 'resolve') this.undone.add(ref.dedupKey);
        }
        const answer = await send(ref);
        if (what === 'trigger') this.took.add(ref.dedupKey);
        return answer;
      });
    return {
      trigger: order => {
        this.#world.watch.paging?.(order.dedupKey);
        return event('trigger', order, one => pager.trigger(one));
      },
      acknowledge: ref => event('acknowledge', ref, one => pager.acknowledge(one)),
      resolve: ref => event('resolve', ref, one => pager.resolve(one)),
      change: order => this.#through(() => pager.change(order)),
      readBack: request => this.#through(() => pager.readBack(request), true),
      onCall: request => this.#through(() => pager.onCall(request), true),
    };
  }

  /** Every way a request can go wrong. What only asks is never unknown. */
  async #through<Result>(act: () => Promise<Result>, asks = false): Promise<Result> {
    const { time, random } = this.#world;
    if (time.now < this.downUntil || this.#world.strikes('pagerDown')) {
      await time.sleep(random.between(5, 300));
      throw new GonogoError('pager.failed', 'the provider could not be reached', { retryable: true });
    }
    if (this.#world.strikes('pagerLimited')) {
      await time.sleep(30);
      throw new GonogoError('pager.rate-limited', 'too fast', { retryable: true, retryAfterMs: 20 * SECOND });
    }
    if (this.#world.strikes('pagerHangs')) {
      if (random.chance(0.5)) await act();
      return this.#noAnswer(asks);
    }
    await time.sleep(random.between(20, 400));
    const result = await act();
    if (this.#world.strikes('pagerReplyLost')) return this.#noAnswer(asks);
    await time.sleep(random.between(20, 400));
    return result;
  }

  async #noAnswer(asks: boolean): Promise<never> {
    await this.#world.time.sleep(TIMEOUT_MS);
    throw new GonogoError(
      'pager.failed',
      'no answer came',
      asks ? { retryable: true } : { retryable: true, unknown: true },
    );
  }

  #happened(news: PageNews): void {
    const { dedupKey, what } = news;
    if (what === 'triggered') {
      this.opened.add(dedupKey);
      this.onRing(dedupKey);
    }
    if (what === 'acknowledged') this.acknowledged.add(dedupKey);
    if (what === 'resolved') this.resolved.add(dedupKey);
    this.#tell(news);
  }

  #tell(news: PageNews): void {
    const { time, random } = this.#world;
    const world = this.#world;
    if (!world.strikes('webhookLost'))
      time.after(world.strikes('webhookLate') ? random.between(SECOND, 30 * MINUTE) : random.between(50, 3_000), () =>
        this.onNews(news),
      );
    if (world.strikes('webhookTwice')) time.after(random.between(50, 10 * MINUTE), () => this.onNews(news));
  }
}
