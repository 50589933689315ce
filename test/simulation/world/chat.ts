import { sha256 } from '#src/base/id.ts';
import { MINUTE } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat, ReadFile } from '#src/ports/chat.ts';
import type { World } from './world.ts';

/** The bot waits so long for Slack. */
const TIMEOUT_MS = 10_000;
/** Slack never commits later than this after it was asked; the settle time has to be longer. */
const LATEST_MS = 25_000;
/**
 * The real adapter reads from a minute before what it is told, because Slack's clock is its own. A bot whose clock is ahead
 * by more finds nothing; that is looked for by `gonogo doctor` and not played here.
 */
const SKEW_MS = MINUTE;

/** Slack: keeps what arrives, whether or not anybody still waits for the answer. */
export function simChat(world: World): Chat {
  const { time, random } = world;
  const travel = () => time.sleep(random.between(20, 400));

  return {
    async readFile(id) {
      await gate(world);
      await travel();
      return fileOf(id);
    },
    async post({ channel, thread, message, effectIds }) {
      world.watch.saying?.({ channel, ts: null, message, effectIds });
      await gate(world, channel);
      const store = () => {
        const ts = `${time.now}.${String(world.messages.length).padStart(6, '0')}`;
        const stored = { channel, ts, thread, at: time.now, effectIds, text: message.text };
        world.messages.push(stored);
        world.watch.posted?.(stored);
        return { channel, ts };
      };
      if (world.strikes('requestLost')) return timeout(world, channel);
      if (world.strikes('doneLate')) {
        world.lateUntil = time.now + LATEST_MS;
        time.after(random.between(TIMEOUT_MS, LATEST_MS), store);
        return timeout(world, channel);
      }
      await travel();
      const posted = store();
      if (world.strikes('replyLost')) return timeout(world, channel);
      await travel();
      world.watch.trouble?.(channel, false);
      return posted;
    },
    async find({ channel, thread, effectIds, since }) {
      await gate(world, channel);
      await travel();
      if (world.strikes('lookFails')) {
        troubled(world, channel);
        throw new GonogoError('chat.failed', 'look-up failed', { retryable: true });
      }
      const found = world.messages.find(
        one =>
          one.channel === channel &&
          one.thread === thread &&
          (world.wasAhead || one.at >= since - SKEW_MS) &&
          one.effectIds.some(id => effectIds.includes(id)),
      );
      if (found) world.watch.trouble?.(channel, false);
      return found ? { channel, ts: found.ts, effectIds: found.effectIds } : null;
    },
    async update({ channel, ts, message }) {
      world.watch.saying?.({ channel, ts, message, effectIds: [] });
      await gate(world);
      await travel();
      world.updates.push({ ts, at: time.now });
      if (world.strikes('replyLost')) return timeout(world);
    },
    async direct(user) {
      await gate(world);
      await travel();
      return `D${user}`;
    },
    async upload({ files }) {
      await gate(world);
      await travel();
      world.files.push(...files.map(({ name }) => name));
      if (world.strikes('replyLost')) return timeout(world);
      return files.map(({ name }) => `https://slack.example/files/${name}`);
    },
    async findFile({ name }) {
      await gate(world);
      await travel();
      return world.files.includes(name) ? { permalink: null } : null;
    },
    async groupMembers() {
      return [];
    },
    async message() {
      return null;
    },
    async react() {},
    async userByEmail() {
      return null;
    },
  };
}

/** `F-U0ANA-plan`: a file of Ana's; one that is called `huge` is, one called `gone` is deleted. */
function fileOf(id: string): ReadFile {
  const [, owner = '', name = ''] = id.split('-');
  if (name === 'gone' || owner === '') return { how: 'absent' };
  const whose = { owner, channels: [] };
  if (name === 'huge') return { how: 'too-large', ...whose };
  const link = `https://slack.example/files/${id}`;
  return { how: 'read', ...whose, name, type: 'text/plain', size: id.length, sha256: sha256(id), link };
}

/** Refusals that come before anything is done. */
async function gate(world: World, channel?: string): Promise<void> {
  const { time } = world;
  if (time.now < world.slackDownUntil) {
    troubled(world, channel);
    await time.sleep(5);
    throw new GonogoError('chat.failed', 'Slack could not be reached', { retryable: true });
  }
  if (world.strikes('rateLimited')) {
    troubled(world, channel);
    await time.sleep(30);
    throw new GonogoError('chat.rate-limited', 'too fast', { retryable: true, retryAfterMs: 30_000 });
  }
  if (world.strikes('refused')) {
    troubled(world, channel);
    await time.sleep(30);
    throw new GonogoError('chat.failed', 'Slack could not be reached', { retryable: true });
  }
}

/** From here on it is Slack that is waited for. */
function troubled(world: World, channel: string | undefined): void {
  if (channel !== undefined) world.watch.trouble?.(channel, true);
}

async function timeout(world: World, channel?: string): Promise<never> {
  troubled(world, channel);
  await world.time.sleep(TIMEOUT_MS);
  throw new GonogoError('chat.failed', 'no answer came', { unknown: true });
}
