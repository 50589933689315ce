import type { JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { judgeContent } from '../api/message-content.ts';
import type { Context } from '../context.ts';
import { Refused } from '../judge.ts';
import type { AnswerTarget } from '../response-urls.ts';
import type { Delivery } from './deliver.ts';
import type { Stage } from './stage.ts';

/** Shows what the bot answered to a command or a press, or what Slack says when it did not answer. */
export function respond(stage: Stage, delivery: Delivery, target: AnswerTarget, blame: string) {
  const { status, body } = delivery;
  const trouble = troubleOf(delivery);
  if (trouble !== undefined) return complain(stage, target, `${blame} "${trouble}"`);
  if (status !== 200 || body.trim() === '') return;
  try {
    place(stage, target, readAnswer(body, stage));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    stage.noteRefusal(`ack of ${delivery.kind}`, error);
    complain(stage, target, `${blame} "${error.error}"`);
  }
}

/** Slack's word for a delivery that failed, as the person reads it. */
export function troubleOf({ status, failure }: Delivery): string | undefined {
  if (failure === 'timeout') return 'operation_timeout';
  if (failure === 'connection') return 'dispatch_failed';
  return status !== undefined && status >= 200 && status < 300 ? undefined : 'http_service_error';
}

/** Puts an answer where its form says: privately, in the channel, or over the message it belongs to. */
export function place(context: Context, target: AnswerTarget, answer: JsonObject) {
  const { messages, ephemerals } = context.workspace;
  const original = target.message === undefined ? undefined : messages.get(target.channel, target.message);
  const note = target.ephemeral === undefined ? undefined : ephemerals.get(target.ephemeral);
  if (answer['delete_original'] === true) {
    if (original) messages.remove(original);
    if (note) ephemerals.remove(note);
    return;
  }
  const { text, blocks, attachments, metadata } = answer;
  const draft = {
    text: typeof text === 'string' ? text : undefined,
    markdown: undefined,
    blocks,
    attachments,
    metadata,
  };
  const content = judgeContent(draft, context.judge);
  if (answer['replace_original'] === true && note) ephemerals.change(note, content);
  else if (answer['replace_original'] === true && original) {
    const { blocks: _blocks, attachments: _attachments, ...rest } = original;
    messages.change(rest, { ...content, edited: messages.edited(context.bot.user_id) });
  } else if (answer['response_type'] === 'in_channel') {
    const { user_id, bot_id } = context.bot;
    messages.post({ ...content, channel: target.channel, user: user_id, bot_id, ...threadOf(answer, target) });
  } else {
    ephemerals.post({
      ...content,
      channel: target.channel,
      user: target.user,
      from: 'bot',
      ...threadOf(answer, target),
    });
  }
}

function threadOf(answer: JsonObject, target: AnswerTarget) {
  const thread = typeof answer['thread_ts'] === 'string' ? answer['thread_ts'] : target.thread_ts;
  return thread === undefined ? {} : { thread_ts: thread };
}

/** The body of an acknowledgement: plain text, or a message as JSON. */
function readAnswer(body: string, { judge }: Context): JsonObject {
  if (!body.trimStart().startsWith('{')) return { text: body };
  const answer = parseJson(body);
  judge.require('answer-form', isObject(answer), 'invalid_command_response', 'the answer is not a JSON object');
  return isObject(answer) ? answer : { text: body };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What Slack itself tells the person, privately. */
export function complain({ workspace }: Context, target: AnswerTarget, text: string) {
  const thread = target.thread_ts === undefined ? {} : { thread_ts: target.thread_ts };
  workspace.ephemerals.post({ channel: target.channel, user: target.user, text, from: 'slack', ...thread });
}
