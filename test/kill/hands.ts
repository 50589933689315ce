import type { SlackFake } from '#src/fakes/slack/start.ts';

export const CHANNEL = 'C0RELEASES';

/** Buttons that help a run on, and who presses them; `Retry` is what an operator presses after a failed step. */
const HELPFUL: readonly { readonly action: string; readonly users: readonly string[] }[] = [
  { action: 'gonogo:release.vote', users: ['U0ANA', 'U0PIA'] },
  { action: 'gonogo:release.confirm', users: ['U0ANA'] },
  { action: 'gonogo:release.retry', users: ['U0ANA'] },
];

type Button = { readonly type?: string; readonly action_id?: string; readonly value?: string };

/** People at their keyboards: they type, and press every button they see that helps, once for each way it looks. */
export class Hands {
  /** Notes the bot said it has. */
  readonly acknowledged: string[] = [];
  readonly #slack: SlackFake;
  readonly #pressed = new Set<string>();
  #notes = 0;

  constructor(slack: SlackFake) {
    this.#slack = slack;
  }

  async start(type: string): Promise<void> {
    await this.#slash(`start ${type}`);
  }

  async note(run: string): Promise<void> {
    this.#notes += 1;
    const text = `note-${this.#notes}`;
    if ((await this.#slash(`note ${run} ${text}`)).includes('Noted')) this.acknowledged.push(text);
  }

  async help(): Promise<void> {
    for (const message of this.#slack.workspace.messages.in(CHANNEL)) {
      for (const { action_id = '', value = '' } of buttonsOf(message.blocks)) {
        const users = HELPFUL.find(one => one.action === action_id)?.users ?? [];
        for (const user of users) await this.#press(user, message, action_id, value);
      }
    }
  }

  async #press(user: string, message: Parameters<SlackFake['press']>[0]['message'], actionId: string, value: string) {
    const once = `${user} ${actionId} ${value}`;
    if (this.#pressed.has(once) || message === undefined) return;
    const { ack } = await this.#slack.press({ user, message, actionId, value, confirmed: true });
    if (ack.status === 200) this.#pressed.add(once);
  }

  async #slash(text: string): Promise<string> {
    const { ack } = await this.#slack.slash({ user: 'U0ANA', channel: CHANNEL, command: '/release', text });
    return ack.status === 200 ? ack.body : '';
  }
}

function buttonsOf(blocks: unknown): readonly Button[] {
  if (Array.isArray(blocks)) return blocks.flatMap(buttonsOf);
  if (typeof blocks !== 'object' || blocks === null) return [];
  const own = 'action_id' in blocks ? [blocks as Button] : [];
  return [...own, ...Object.values(blocks).flatMap(one => (typeof one === 'object' ? buttonsOf(one) : []))];
}
