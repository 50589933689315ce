import type { JsonObject } from '#src/base/json.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../methods.ts';
import type { Arguments } from './arguments.ts';

/** Carries a method out; answers what stands beside `ok: true`. Throws `Refused`. */
export type Handler = (args: Arguments, context: Context, scope: Scope | undefined) => JsonObject;
export type Handlers = { readonly [method: string]: Handler };
