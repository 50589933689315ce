import type { JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { judgeView } from '../api/views.ts';
import { viewOnWire } from '../api/wire.ts';
import { Refused } from '../judge.ts';
import { MODAL_STACK_MAX, type View } from '../views.ts';
import type { Delivery } from './deliver.ts';
import { type Entries, enter, fieldsOf, initialValues, objections } from './form.ts';
import { parseJson, troubleOf } from './respond.ts';
import {
  type Acted,
  acted,
  envelope,
  interact,
  misused,
  personOf,
  type Stage,
  type ViewLike,
  viewOf,
} from './stage.ts';

export type SubmitAct = { readonly user: string; readonly view: ViewLike; readonly values?: Entries };

export type Submitted = Acted & {
  /** What stands beside fields now, by block id: Slack's own objections (then nothing was sent) or the bot's. */
  readonly errors: { readonly [blockId: string]: string };
};

/** A person fills a modal in and sends it: `view_submission`. What becomes of the modal is in the workspace. */
export async function submit(stage: Stage, act: SubmitAct): Promise<Submitted> {
  const { views } = stage.workspace;
  const person = personOf(stage, act.user);
  const shown = viewOf(stage, act.view);
  if (shown.user !== act.user) misused(`The modal ${shown.id} is not on the screen of ${act.user}.`);
  if (views.top(act.user)?.id !== shown.id) misused(`The modal ${shown.id} lies under another one.`);
  if (!isObject(shown.content['submit'])) misused(`The modal ${shown.id} has no submit button.`);
  const view = views.note(shown, { values: enter(shown, act.values ?? {}, misused), errors: {}, trouble: undefined });
  const errors = objections(view);
  if (Object.keys(errors).length > 0) {
    views.note(view, { errors });
    return { ack: { status: undefined, body: '' }, elapsed: 0, errors };
  }
  const delivery = await interact(stage, 'view_submission', {
    type: 'view_submission',
    ...envelope(stage, person),
    trigger_id: stage.triggers.issue(act.user, view.id),
    view: viewOnWire(view, stage),
    response_urls: [],
  });
  const current = views.get(view.id);
  if (current) conclude(stage, delivery, current);
  return { ...acted(delivery), errors: views.get(view.id)?.errors ?? {} };
}

function conclude(stage: Stage, delivery: Delivery, view: View) {
  const { views } = stage.workspace;
  if (troubleOf(delivery) !== undefined) {
    views.note(view, { trouble: 'We had some trouble connecting. Try again?' });
    return;
  }
  try {
    follow(stage, delivery.body, view);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    stage.noteRefusal(`ack of ${delivery.kind}`, error);
    views.note(view, { trouble: 'We had some trouble connecting. Try again?' });
  }
}

/** Does what the answer says: nothing closes the modal; errors, update, push and clear do as they say. */
function follow(stage: Stage, body: string, view: View) {
  const { views } = stage.workspace;
  const { judge } = stage;
  if (body.trim() === '') return views.close(view, false);
  const answer = parseJson(body);
  judge.require(
    'answer-form',
    isObject(answer) && knows(answer),
    'invalid_response',
    'not a response_action Slack knows',
  );
  const action = isObject(answer) ? answer['response_action'] : undefined;
  if (!isObject(answer) || action === undefined) return views.close(view, false);
  if (action === 'clear') return views.close(view, true);
  if (action === 'errors') return void views.note(view, { errors: readErrors(stage, answer, view) });
  const content = judgeView(answer['view'], stage, ['modal'], action === 'update' ? view : undefined);
  if (action === 'update') return void views.update(view, content, initialValues(content, view));
  judge.require('view-stack', views.stack(view.user).length < MODAL_STACK_MAX, 'push_limit_reached');
  views.open(view.user, content, initialValues(content), true);
}

const ACTIONS = ['errors', 'update', 'push', 'clear'];

function knows(answer: JsonObject): boolean {
  const action = answer['response_action'];
  return Object.keys(answer).length === 0 || (typeof action === 'string' && ACTIONS.includes(action));
}

function readErrors({ judge }: Stage, answer: JsonObject, view: View): { readonly [blockId: string]: string } {
  const given = answer['errors'];
  const errors = Object.entries(isObject(given) ? given : {}).map(([block, text]) => [block, String(text)] as const);
  const blocks = Array.isArray(view.content['blocks']) ? view.content['blocks'].filter(isObject) : [];
  const inputs = new Set(blocks.filter(block => block['type'] === 'input').map(block => block['block_id']));
  const fields = fieldsOf(view.content).filter(field => inputs.has(field.blockId));
  const named = errors.length > 0 && errors.every(([block]) => fields.some(field => field.blockId === block));
  judge.require('answer-errors', named, 'invalid_errors', 'errors must name input blocks of the view');
  return Object.fromEntries(errors);
}
