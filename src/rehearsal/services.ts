import type { EffectPorts } from '#src/effects/index.ts';
import type { LogBook } from './log-book.ts';

/** Services outside, writing down what they would have been asked. */
export function services(
  book: LogBook,
): Pick<EffectPorts, 'annotations' | 'tickets' | 'statusPage' | 'subscribers' | 'eventStream' | 'mail'> {
  return {
    annotations: { add: async ({ text }) => book.add('call', `mark the dashboards: ${text}`), find: async () => false },
    tickets: {
      async open({ subject }) {
        book.add('call', `open a ticket: ${subject}`);
        return { url: 'https://rehearsal.invalid/ticket' };
      },
      find: async () => null,
    },
    statusPage: {
      async set({ status, subject, text }) {
        book.add('call', `status page, ${status}: ${subject}: ${text}`);
        return { url: 'https://rehearsal.invalid/status', says: 'shown, in a rehearsal' };
      },
    },
    subscribers: { deliver: async ({ url, event }) => book.add('call', `send ${event.type} to ${url}`) },
    eventStream: { publish: async ({ subject }) => book.add('call', `publish ${subject}`) },
    mail: {
      async send({ to, subject, files = [] }) {
        const enclosed = files.length === 0 ? '' : ` (with ${files.map(file => file.name).join(', ')})`;
        book.add('mail', `${to.join(', ')}: ${subject}${enclosed}`);
        return { says: 'taken, in a rehearsal' };
      },
    },
  };
}
