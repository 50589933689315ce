import type { JsonObject } from '#src/base/json.ts';
import { checkView } from '../blocks/check-view.ts';
import type { Context } from '../context.ts';
import type { Breach } from '../judge.ts';
import { initialValues } from '../people/form.ts';
import { MODAL_STACK_MAX, type View } from '../views.ts';
import { type Arguments, isObject } from './arguments.ts';
import type { Handlers } from './handler.ts';
import { findUser } from './look-up.ts';
import { withIds } from './message-content.ts';
import { viewOnWire } from './wire.ts';

export const VIEWS: Handlers = {
  'views.open': (args, context) => {
    const content = judgeView(args.json('view'), context, ['modal']);
    const trigger = context.triggers.exchange(args.text('trigger_id'), context.judge);
    const view = context.workspace.views.open(trigger?.user ?? '', content, initialValues(content), false);
    return { view: viewOnWire(view, context) };
  },

  'views.push': (args, context) => {
    const { workspace, judge, triggers } = context;
    const content = judgeView(args.json('view'), context, ['modal']);
    const trigger = triggers.exchange(args.text('trigger_id'), judge);
    const stack = workspace.views.stack(trigger?.user ?? '');
    const from = trigger === undefined || stack.some(view => view.id === trigger.view);
    judge.require('view-exists', from, 'not_found', 'the trigger does not come from an open modal');
    judge.require('view-stack', stack.length < MODAL_STACK_MAX, 'push_limit_reached');
    const view = workspace.views.open(trigger?.user ?? '', content, initialValues(content), true);
    return { view: viewOnWire(view, context) };
  },

  'views.update': (args, context) => {
    const { workspace, judge } = context;
    const named = args.has('view_id') || args.has('external_id');
    judge.require('argument-required', named, 'invalid_arguments', '[ERROR] view_id or external_id is needed');
    const found = workspace.views.get(args.need('view_id')) ?? workspace.views.external(args.need('external_id'));
    judge.require('view-exists', found !== undefined, 'not_found');
    const content = judgeView(args.json('view'), context, [found?.type ?? 'modal'], found);
    if (!found) return { view: content };
    needHash(args, found, context);
    const view = workspace.views.update(found, content, initialValues(content, found));
    return { view: viewOnWire(view, context) };
  },

  'views.publish': (args, context) => {
    const { views } = context.workspace;
    const user = findUser(context, args.need('user_id'));
    const former = views.home(user.id);
    const content = judgeView(args.json('view'), context, ['home'], former);
    if (former) needHash(args, former, context);
    return { view: viewOnWire(views.publish(user.id, content, initialValues(content, former)), context) };
  },
};

/** The view with Slack's ids filled in. Throws `Refused` for whatever Slack would object to. */
export function judgeView(view: unknown, context: Context, kinds: readonly string[], former?: View): JsonObject {
  const { judge, workspace } = context;
  judge.require(
    'view-object',
    isObject(view),
    'invalid_arguments',
    '[ERROR] view must be an object [json-pointer:/view]',
  );
  if (!isObject(view)) return { type: kinds[0] ?? 'modal', blocks: [] };
  const kind = kinds.includes(String(view['type']));
  judge.require('view-kind', kind, 'invalid_arguments', `[ERROR] must be a ${kinds.join()} [json-pointer:/view/type]`);
  judge.refuse(checkView(view).map(asRefusal));
  const external = view['external_id'];
  const other = typeof external === 'string' ? workspace.views.external(external) : undefined;
  judge.require('view-external-id', !other || other.id === former?.id, 'duplicate_external_id');
  return { ...view, blocks: withIds(Array.isArray(view['blocks']) ? view['blocks'].filter(isObject) : []) };
}

function asRefusal({ rule, pointer, message }: ReturnType<typeof checkView>[number]): Breach {
  const error = rule === 'view-size' ? 'view_too_large' : 'invalid_arguments';
  return { rule, error, message: `[ERROR] ${message} [json-pointer:${pointer}]` };
}

function needHash(args: Arguments, view: View, { judge }: Context) {
  const hash = args.text('hash');
  judge.require('view-hash', hash === undefined || hash === view.hash, 'hash_conflict');
}
