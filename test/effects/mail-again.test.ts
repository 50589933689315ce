import { expect, test } from 'vitest';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { Fact } from '#src/domain/fact.ts';
import { handedOf } from '#src/domain/procedure/mail-handed.ts';
import { mailSend } from '#src/effects/mail-send.ts';
import type { Task } from '#src/ports/effect-kind.ts';
import type { Mail } from '#src/ports/mail.ts';

const PEOPLE = ['li@shop.example', 'tom@shop.example', 'ana@shop.example'];

/** One notice to three people; what is told of it is on its timeline for the next attempt. */
function notice() {
  const timeline: Fact[] = [];
  const tell = async (command: WorldCommand) => {
    if (command.type === 'mail-handed') timeline.push({ type: 'mail.handed', data: handedOf(command) } as Fact);
  };
  const attempt = (number: number) =>
    ({
      row: {
        id: 'effect7',
        attempt: number,
        body: { about: 'notice', to: PEOPLE, text: 'It is planned', role: 'all' },
      },
      run: { kind: 'release', id: 'REL-1', title: 'Shop', runbook: { product: { title: 'Shop' } } },
      state: { kind: 'release' },
      timeline: async () => timeline,
      tell,
    }) as unknown as Task;
  return { attempt, timeline };
}

test('[V3] whom the server asks to try later is tried again, and nobody who has the mail gets it twice', async () => {
  const sent: (readonly string[])[] = [];
  let grey = ['tom@shop.example', 'ana@shop.example'];
  const server: Mail = {
    async send({ to }) {
      sent.push(to);
      const later = to.filter(address => grey.includes(address));
      return later.length === 0 ? { says: 'handed over' } : { says: 'handed over', later };
    },
  };
  const kind = mailSend(server);
  const { attempt, timeline } = notice();
  await expect(kind.run(attempt(1))).rejects.toMatchObject({
    message: 'the mail server asks to try tom@shop.example, ana@shop.example again later',
    retryable: true,
    unknown: false,
  });
  grey = ['ana@shop.example'];
  await expect(kind.run(attempt(2))).rejects.toMatchObject({ retryable: true });
  grey = [];
  expect(await kind.run(attempt(3))).toMatchObject({ end: 'done', command: { to: ['ana@shop.example'] } });
  expect(sent).toEqual([PEOPLE, ['tom@shop.example', 'ana@shop.example'], ['ana@shop.example']]);
  expect(timeline.map(fact => fact.type === 'mail.handed' && fact.data.to)).toEqual([
    ['li@shop.example'],
    ['tom@shop.example'],
  ]);
});
