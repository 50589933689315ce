import type { Database as RawDatabase } from 'better-sqlite3';
import type { Desk } from '#src/chat/desk.ts';
import type { Reply } from '#src/chat/reply.ts';
import { sayText } from '#src/chat/reply.ts';
import type { Command } from '#src/domain/commands.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { State } from '#src/domain/state.ts';
import type { Handled } from '#src/engine/handle.ts';
import type { Life } from './life.ts';
import type { Ask, Person } from './people.ts';

/** What a person was told, and what stood on the disk at that moment. */
export type Told = { readonly stream: string; readonly seq: number; readonly hash: string; readonly who: string };

type Press = {
  readonly key: string;
  /** By the order of deliveries; one that is not answered yet has none. */
  readonly answers: (string | undefined)[];
};

/** Everything people press, and every answer they were given. An answer is a promise of the bot, so it is checked at once. */
export class Presses {
  readonly told: Told[] = [];
  readonly #raw: RawDatabase;
  readonly #problem: (says: string) => void;
  #count = 0;

  constructor(raw: RawDatabase, problem: (says: string) => void) {
    this.#raw = raw;
    this.#problem = problem;
  }

  /** One press; Slack may deliver it more than once, to whichever life of the bot is there then. */
  press(stream: string, ask: Ask, who: Person): (life: Life) => Promise<void> {
    this.#count += 1;
    const press: Press = { key: `press-${this.#count}`, answers: [] };
    const marked = ask.type === 'note' ? { ...ask, text: `${ask.text} (${press.key})` } : ask;
    return life => this.#deliver(life, press, stream, { ...marked, actor: who } as Command, who.user);
  }

  start(stream: string, command: Command & { type: 'start' | 'declare' }): (life: Life) => Promise<void> {
    this.#count += 1;
    const press: Press = { key: `press-${this.#count}`, answers: [] };
    const who = command.actor.kind === 'person' ? command.actor.user : '';
    return life => this.#deliver(life, press, stream, command, who);
  }

  /** The same through the desk, as what is typed and pressed in Slack: it finds the run, the number and the roles itself. */
  atDesk(who: Person, does: (desk: Desk, key: string) => Promise<Reply>): (life: Life) => Promise<void> {
    this.#count += 1;
    const press: Press = { key: `press-${this.#count}`, answers: [] };
    const { team, user, standing } = who;
    const said = { kind: 'command', noun: 'release', text: '', channel: null, thread: null } as const;
    const incoming = { ...said, key: press.key, person: { team, user, standing } };
    return async life => {
      life.stirs();
      const delivery = press.answers.push(undefined) - 1;
      const reply = await does(life.desk(incoming), press.key).catch(String);
      life.stirs();
      if (typeof reply === 'string') return this.#problem(`${press.key} threw: ${reply}`);
      press.answers[delivery] = reply.kind === 'say' ? this.#said(reply.message.text, press, user) : 'refused';
      this.#compare(press, press.key);
    };
  }

  /** What the desk shall answer once it is done. */
  static say(after: Run): Reply {
    return sayText(`${after.stream} ${after.seq}`);
  }

  #said(text: string, press: Press, who: string): string {
    const [stream = '', seq = ''] = text.split(' ');
    return /^\w+:\S+ \d+$/.test(text) ? this.#heard({ stream, seq: Number(seq), who }, press) : `done: ${text}`;
  }

  async #deliver(life: Life, press: Press, stream: string, command: Command, who: string): Promise<void> {
    life.stirs();
    const delivery = press.answers.push(undefined) - 1;
    const request = { key: press.key, reply: (after: State) => ({ seq: after.seq, by: who }) };
    const handled = await life.engine.handle(stream, command, { request }).catch(String);
    life.stirs();
    if (typeof handled === 'string') return this.#problem(`${press.key} (${command.type}) threw: ${handled}`);
    const isDone = handled.kind === 'done' || handled.kind === 'duplicate';
    press.answers[delivery] = isDone ? this.#told(stream, handled, press, who) : handled.kind;
    this.#compare(press, `${press.key} (${command.type})`);
  }

  /** Refused first and accepted later is fine; once accepted, every later delivery has to hear the same. */
  #compare(press: Press, name: string): void {
    const first = press.answers.findIndex(answer => answer?.startsWith('done'));
    const others = press.answers.slice(first).filter(answer => answer !== undefined);
    if (first >= 0 && new Set(others).size > 1)
      this.#problem(`${name} was answered differently: ${others.join(' / ')}`);
  }

  #told(stream: string, handled: Handled & { kind: 'done' | 'duplicate' }, press: Press, who: string): string {
    const { seq } = handled.reply as { seq: number };
    return this.#heard({ stream, seq, who }, press);
  }

  #heard({ stream, seq, who }: Omit<Told, 'hash'>, press: Press): string {
    const hash = this.hashAt(stream, seq);
    if (hash === null) this.#problem(`I1 ${press.key} was answered before ${stream} ${seq} was on disk`);
    else this.told.push({ stream, seq, hash, who });
    return `done at ${seq}`;
  }

  /** Straight from the file, past the bot. */
  hashAt(stream: string, seq: number): string | null {
    const row = this.#raw.prepare('select hash from events where stream = ? and seq = ?').get(stream, seq);
    return (row as { hash: string } | undefined)?.hash ?? null;
  }
}
