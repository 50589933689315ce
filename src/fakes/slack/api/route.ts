import type { Context } from '../context.ts';
import type { Pacing } from '../pacing.ts';
import { answerCall, type Reply } from './answer.ts';
import { isVisible } from './files.ts';
import type { Request } from './request.ts';
import { answerResponse } from './response-url.ts';
import type { Route } from './server.ts';

type Parts = {
  readonly context: Context;
  readonly botToken: string;
  readonly appToken: string;
  readonly pacing: Pacing | undefined;
  readonly noteRefusal: (where: string, error: unknown) => void;
};

/** Which of the fake's addresses a request means. */
export function routeOf(request: Request, parts: Parts): Route {
  const [, area = '', first = '', second = ''] = request.pathname.split('/');
  if (area === 'api') {
    const token = tokenOf(request);
    return { places: [first, 'all'], act: () => answerCall({ method: first, token, raw: request.raw }, parts) };
  }
  if (area === 'response') {
    const answer = () => answerResponse(second, request.bytes.toString(), parts.context, parts.noteRefusal);
    return { places: ['response_url'], as: 'response_url', act: answer };
  }
  if (area === 'upload') return { places: ['upload'], as: 'upload', act: () => upload(second, request, parts.context) };
  if (area === 'files-pri') return { places: ['files-pri'], as: 'file', act: () => download(first, request, parts) };
  return { places: [], act: () => ({ status: 404, body: { ok: false, error: 'not_found' } }) };
}

/** A private address: whoever comes without a token that may read files is led to the sign-in page, as in a browser. */
function download(name: string, { authorization }: Request, { context, botToken }: Parts): Reply {
  const file = context.workspace.files.get(name.slice(name.indexOf('-') + 1));
  const mayRead = authorization === `Bearer ${botToken}` && context.hasScope('files:read');
  if (!mayRead || file?.content === undefined || !isVisible(file, context)) {
    const location = `https://${context.workspace.directory.team.domain}.slack.com/?redir=%2Ffiles-pri`;
    return { status: 302, body: null, bytes: Buffer.from('<!DOCTYPE html>'), headers: { location, ...HTML } };
  }
  return { status: 200, body: null, bytes: file.content, headers: { 'content-type': file.mimetype } };
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };

function tokenOf({ authorization, raw }: Request): string | undefined {
  if (authorization?.startsWith('Bearer ')) return authorization.slice('Bearer '.length);
  return typeof raw['token'] === 'string' ? raw['token'] : undefined;
}

function upload(id: string, request: Request, { workspace }: Context) {
  const file = workspace.files.get(id);
  if (!file) return { status: 404, body: 'unknown upload' };
  if (request.bytes.length !== file.declaredLength)
    return { status: 400, body: 'length differs from the announced one' };
  workspace.files.upload(file, request.bytes);
  return { status: 200, body: `OK - ${request.bytes.length}` };
}
