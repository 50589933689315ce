import type { Database as RawDatabase } from 'better-sqlite3';
import type { Run } from '#src/domain/procedure/state.ts';
import type { Command } from '#src/domain/release/commands.ts';
import type { Handled } from '#src/engine/handle.ts';
import type { Life } from './life.ts';
import type { Ask, Person } from './people.ts';

/** What a person was told, and what stood on the disk at that moment. */
export type Told = { readonly stream: string; readonly seq: number; readonly hash: string; readonly who: string };

type Press = { readonly key: string; readonly answers: string[] };

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

  start(stream: string, command: Command & { type: 'start' }): (life: Life) => Promise<void> {
    this.#count += 1;
    const press: Press = { key: `press-${this.#count}`, answers: [] };
    const who = command.actor.kind === 'person' ? command.actor.user : '';
    return life => this.#deliver(life, press, stream, command, who);
  }

  async #deliver(life: Life, press: Press, stream: string, command: Command, who: string): Promise<void> {
    life.stirs();
    const request = { key: press.key, reply: (after: Run) => ({ seq: after.seq, by: who }) };
    const handled = await life.engine.handle(stream, command, { request }).catch(String);
    life.stirs();
    if (typeof handled === 'string') return this.#problem(`${press.key} (${command.type}) threw: ${handled}`);
    if (handled.kind === 'done' || handled.kind === 'duplicate') this.#told(stream, handled, press, who);
    else press.answers.push(handled.kind);
    if (new Set(press.answers).size > 1)
      this.#problem(`${press.key} (${command.type}) was answered twice, differently: ${press.answers.join(' / ')}`);
  }

  #told(stream: string, handled: Handled & { kind: 'done' | 'duplicate' }, press: Press, who: string): void {
    const { seq } = handled.reply as { seq: number };
    press.answers.push(`done at ${seq}`);
    const hash = this.hashAt(stream, seq);
    if (hash === null) this.#problem(`${press.key} was answered before ${stream} ${seq} was on disk`);
    else this.told.push({ stream, seq, hash, who });
  }

  /** Straight from the file, past the bot. */
  hashAt(stream: string, seq: number): string | null {
    const row = this.#raw.prepare('select hash from events where stream = ? and seq = ?').get(stream, seq);
    return (row as { hash: string } | undefined)?.hash ?? null;
  }
}
