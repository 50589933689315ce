import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '#src/base/id.ts';
import { GonogoError } from '#src/errors.ts';
import type { Mail, MailOrder } from '#src/ports/mail.ts';
import { startWorld, type World } from '../support/bot.ts';
import { evening, RELEASE_MANAGER } from '../support/valero.ts';

/** A mail server that may be away for a while. */
function postOffice() {
  const taken: MailOrder[] = [];
  const office = { away: false, taken };
  const mail: Mail = {
    async send(order) {
      if (office.away) throw new GonogoError('mail.failed', 'the mail server is away', { retryable: true });
      taken.push(order);
      return { says: 'handed to mail.valero.example' };
    },
  };
  return { office, ports: { mail } };
}

async function toNotice(world: World): Promise<void> {
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.prepare(world);
}

test('[V3] the changelog goes to the stakeholders as Markdown and PDF, and the timeline says who took it', async () => {
  const { office, ports } = postOffice();
  await using world = await startWorld({ ports });
  office.away = true;
  await toNotice(world);
  expect(office.taken).toEqual([]);
  expect(world.thread().join('\n')).not.toContain('✉ Mail');
  office.away = false;
  await world.wind('10m');

  const [mail] = office.taken;
  expect(office.taken).toHaveLength(1);
  expect(mail).toMatchObject({
    to: ['stakeholders@valero.example'],
    subject: expect.stringContaining('REL-1: VALERO'),
  });
  expect(mail?.text).toContain('is planned');
  expect(mail?.files?.map(file => file.name)).toEqual(['REL-1-release-notes-v2.md', 'REL-1-release-notes-v2.pdf']);
  expect(Buffer.from(mail?.files?.[0]?.bytes ?? []).toString()).toBe((await world.run()).notes?.markdown);

  // The files in the thread and in the data folder are the very ones that were sent.
  const handed = (await world.timeline()).find(fact => fact.type === 'mail.handed');
  const written = (await world.timeline()).find(fact => fact.type === 'report.written');
  const listed = written?.type === 'report.written' ? written.data.files : [];
  expect(handed?.type === 'mail.handed' && handed.data.files).toEqual(listed.map(({ name, hash }) => ({ name, hash })));
  for (const { name, hash } of listed) expect(sha256(readFileSync(join(world.data, 'documents', name)))).toBe(hash);
  expect(world.thread().join('\n')).toContain('✉ Mail to stakeholders (one address) handed to mail.valero.example.');
});

test('[V3] where no mail can be sent, who is in Slack is told there and nothing is claimed', async () => {
  await using world = await startWorld();
  await toNotice(world);
  expect(world.thread().join('\n')).not.toMatch(/✉ Mail|mail\.send/);
  expect((await world.timeline()).some(fact => fact.type === 'mail.handed')).toBe(false);
});
