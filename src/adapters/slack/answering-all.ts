import type { App } from '@slack/bolt';
import type { Log } from '#src/ports/log.ts';

/** Bolt leaves payloads without a listener unanswered; Slack would show "did not respond" for them. */
export function answeringAll(app: App, log: Log): App {
  const processEvent = app.processEvent.bind(app);
  app.processEvent = async event => {
    let acknowledged = false;
    await processEvent({
      ...event,
      ack: async body => {
        acknowledged = true;
        await event.ack(body);
      },
    });
    if (acknowledged) return;
    log.warn({ type: event.body['type'] }, 'a payload of an unknown kind was acknowledged');
    await event.ack();
  };
  return app;
}
