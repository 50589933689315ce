import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** Responses beyond this are cut; what is judged is what the bot sends. */
const RESPONSE_CHARS_MAX = 20_000;

const SECRET_HEADERS = ['authorization', 'cookie', 'x-api-key'];
/** In JSON; Slack takes its token in a form, where it is left out. */
const SECRET_FIELDS = ['token', 'routing_key'];

export type RecordOptions = {
  /** Every call is appended here as one JSON line. */
  readonly file: string;
  /** Takes secrets out of a line. */
  readonly mask: (text: string) => string;
};

/**
 * For audits and conformance checks: a fetch that writes down every call of a vendor as it left the process, and what
 * came back. The fetch throws when the file cannot be written: a record with holes would be believed.
 */
export function recordCalls({ file, mask }: RecordOptions): (vendor: string, fetchFn?: typeof fetch) => typeof fetch {
  return (vendor, fetchFn = fetch) => {
    const recording: typeof fetch = async (input, init = {}) => {
      const call = {
        vendor,
        at: new Date().toISOString(),
        method: init.method ?? 'GET',
        ...(await request(String(input instanceof Request ? input.url : input), init)),
      };
      const write = (rest: object) => appendFileSync(file, `${mask(JSON.stringify({ ...call, ...rest }))}\n`);
      const response = await fetchFn(input, init).catch((error: unknown) => {
        // No status: nobody knows what became of it.
        write({});
        throw error;
      });
      write({ status: response.status, response: isFile(init) ? null : await answer(response.clone()) });
      return response;
    };
    return recording;
  };
}

/** The content of people's files is nobody's record. */
function isFile(init: RequestInit & { as?: string }): boolean {
  return init.as === 'file';
}

async function request(address: string, init: RequestInit & { as?: string }) {
  const url = new URL(address);
  const headers = Object.fromEntries(new Headers(init.headers));
  for (const name of SECRET_HEADERS) if (headers[name] !== undefined) headers[name] = '***';
  const { as } = init;
  return {
    path: as === undefined ? url.pathname + url.search : withoutSecretTail(url.pathname),
    ...(as !== undefined && { as }),
    headers,
    body: bodyOf(init.body, headers['content-type'] ?? ''),
  };
}

/** Whoever knows such an address may write there; its hash still tells two of them apart. */
function withoutSecretTail(path: string): string {
  const cut = path.lastIndexOf('/') + 1;
  return path.slice(0, cut) + createHash('sha256').update(path.slice(cut)).digest('hex').slice(0, 16);
}

function bodyOf(body: RequestInit['body'], contentType: string): unknown {
  if (body === undefined || body === null) return null;
  if (body instanceof Uint8Array) return { bytes: body.byteLength };
  if (typeof body !== 'string') return { unreadable: body.constructor.name };
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    const { token: _secret, ...fields } = Object.fromEntries(new URLSearchParams(body));
    return fields;
  }
  return withoutSecrets(jsonOrText(body));
}

/** Masked, not left out: whoever judges the call must see that the field was there. */
function withoutSecrets(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const entries = Object.entries(body).map(([name, value]) => [name, SECRET_FIELDS.includes(name) ? '***' : value]);
  return Object.fromEntries(entries);
}

async function answer(response: Response): Promise<unknown> {
  // A cut body is an answer as well: the caller sees the same.
  const text = await response.text().catch(() => '');
  return text.length > RESPONSE_CHARS_MAX ? text.slice(0, RESPONSE_CHARS_MAX) : jsonOrText(text);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
