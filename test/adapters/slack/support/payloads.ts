/** Payloads as Slack documents them, small. `trigger` and `event_id` are new with every delivery unless given. */

const TEAM = { id: 'T1', domain: 'team' };
const USER = { id: 'UANA', name: 'ana', team_id: 'T1' };

export type Delivery = { readonly form: Record<string, string> } | { readonly json: object };

const interaction = (payload: object): Delivery => ({ form: { payload: JSON.stringify(payload) } });

export function slashCommand(url: string, fields: Record<string, string> = {}): Delivery {
  return {
    form: {
      command: '/release',
      text: 'status',
      user_id: 'UANA',
      user_name: 'ana',
      team_id: 'T1',
      channel_id: 'C1',
      trigger_id: 'trigger-1',
      response_url: `${url}/response/1`,
      ...fields,
    },
  };
}

export function button(url: string, fields: object = {}): Delivery {
  return interaction({
    type: 'block_actions',
    user: USER,
    team: TEAM,
    trigger_id: 'trigger-2',
    response_url: `${url}/response/2`,
    channel: { id: 'C1', name: 'releases' },
    message: { ts: '1700000000.000100', thread_ts: '1700000000.000001', text: 'Card' },
    container: { type: 'message', message_ts: '1700000000.000100', channel_id: 'C1' },
    actions: [{ type: 'button', action_id: 'gonogo:release.vote:1', block_id: 'b', value: 'REL-1/go', action_ts: '1' }],
    ...fields,
  });
}

export const VIEW = {
  id: 'V1',
  hash: 'h1',
  type: 'modal',
  callback_id: 'gonogo:release.start',
  private_metadata: '{"channel":"C1","thread":"1700000000.000001"}',
  title: { type: 'plain_text', text: 'Start' },
  blocks: [],
  state: { values: {} },
};

export function modalButton(fields: object = {}): Delivery {
  const { state: _none, ...view } = VIEW;
  return interaction({
    type: 'block_actions',
    user: USER,
    team: TEAM,
    trigger_id: 'trigger-3',
    container: { type: 'view', view_id: 'V1' },
    view,
    actions: [{ type: 'button', action_id: 'gonogo:release.pick', block_id: 'b', value: 'minor', action_ts: '1' }],
    ...fields,
  });
}

export function submission(view: object = {}): Delivery {
  return interaction({ type: 'view_submission', user: USER, team: TEAM, view: { ...VIEW, ...view } });
}

export function globalShortcut(fields: object = {}): Delivery {
  return interaction({
    type: 'shortcut',
    user: USER,
    team: TEAM,
    trigger_id: 'trigger-4',
    callback_id: 'gonogo:release.start',
    ...fields,
  });
}

export function messageShortcut(url: string): Delivery {
  return interaction({
    type: 'message_action',
    user: USER,
    team: TEAM,
    trigger_id: 'trigger-5',
    callback_id: 'gonogo:run.capture',
    response_url: `${url}/response/5`,
    channel: { id: 'C1', name: 'releases' },
    message: { ts: '1700000000.000200', thread_ts: '1700000000.000001', text: 'it is slow', user: 'UBEN' },
  });
}

export function event(inner: object, fields: object = {}): Delivery {
  return {
    json: {
      type: 'event_callback',
      team_id: 'T1',
      api_app_id: 'A1',
      event_id: 'Ev1',
      event_time: 1,
      event: inner,
      ...fields,
    },
  };
}

export function mention(fields: object = {}): Delivery {
  return event({
    type: 'app_mention',
    user: 'UANA',
    text: '<@UBOT> note db is slow',
    ts: '1700000000.000300',
    thread_ts: '1700000000.000001',
    channel: 'C1',
    ...fields,
  });
}

export function homeOpened(tab = 'home'): Delivery {
  return event({ type: 'app_home_opened', user: 'UANA', tab, channel: 'D1' });
}

export function reaction(fields: object = {}): Delivery {
  const item = { type: 'message', channel: 'C1', ts: '1700000000.000300' };
  return event({ type: 'reaction_added', user: 'UANA', reaction: 'pushpin', item, item_user: 'UBEN', ...fields });
}

const WRITTEN = { type: 'message', user: 'UBEN', ts: '1700000000.000300', thread_ts: '1700000000.000001' };

/** Ben edits "it is slow"; `message` and `before` change how it reads after and before. */
export function edited(message: object = {}, before: object | null = {}): Delivery {
  return event({
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: 'C1',
    ts: '1700000000.000400',
    message: { ...WRITTEN, text: 'it is down', edited: { user: 'UBEN', ts: '1700000000.000399' }, ...message },
    ...(before && { previous_message: { ...WRITTEN, text: 'it is slow', ...before } }),
  });
}

export function deleted(before: object = {}): Delivery {
  return event({
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    channel: 'C1',
    ts: '1700000000.000400',
    deleted_ts: WRITTEN.ts,
    previous_message: { ...WRITTEN, text: 'it is slow', ...before },
  });
}
