import type { Json } from '#src/base/json.ts';
import { atPointer } from '#src/base/json.ts';
import { unmet } from '#src/domain/measure/expectation.ts';
import { isSafe } from '#src/domain/procedure/unanswered.ts';
import type { HttpExpectation } from '#src/domain/runbook/model/step.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import type { Http, HttpAnswer } from '#src/ports/http.ts';
import { ended, isWanted, refOf, unwanted } from './action.ts';

/** A question of a step. It changes nothing, so it is asked again a few times; after that nobody knows the answer. */
export function httpGet(http: Http): EffectKind {
  return { repeat: 'safe', settleMs: 0, attemptsMax: 3, run: task => send(http, task) };
}

/** A call of a step. Sent at most once; `Idempotency-Key` lets the receiver know a repeat by hand. */
export function httpCall(http: Http): EffectKind {
  return {
    repeat: 'never',
    settleMs: 0,
    attemptsMax: 1,
    run: task => send(http, task),
    async lookUp(task) {
      const { method, url } = task.row.body;
      // Of a version that asked questions this way too: nothing happens twice.
      if (isSafe(String(method))) return 'absent';
      return ended(refOf(task), 'interrupted', {
        says: `${method} ${url}: no answer came, so it may or may not have happened`,
      });
    },
  };
}

async function send(http: Http, task: Task): Promise<Finish> {
  if (!isWanted(task)) return unwanted(task);
  const { method, url, headers, json, expect } = task.row.body;
  const answer = await http.send({
    method: String(method),
    url: String(url),
    headers: {
      ...(headers as { [name: string]: string }),
      ...(!isSafe(String(method)) && { 'idempotency-key': task.row.id }),
    },
    ...(json === null || json === undefined ? {} : { json }),
  });
  return judge(task, answer, expect as unknown as HttpExpectation | null);
}

function judge(task: Task, answer: HttpAnswer, expect: HttpExpectation | null): Finish {
  const { method, url, outputs = {} } = task.row.body;
  const said = `${method} ${url}`;
  const wrong = unmet(expect ?? { status: null, pointers: {} }, answer);
  if (wrong !== null)
    return ended(refOf(task), 'failed', { says: `${said}: ${wrong}`, detail: answer.text.slice(0, 2_000) });
  const document = parse(answer.text);
  const read: { [name: string]: Json } = {};
  for (const [name, pointer] of Object.entries(outputs as { [name: string]: string })) {
    const value = atPointer(document, pointer);
    if (value === undefined)
      return ended(refOf(task), 'failed', {
        says: `${said}: the answer has nothing at ${pointer}`,
        detail: answer.text.slice(0, 2_000),
      });
    read[name] = value as Json;
  }
  return ended(refOf(task), 'done', {
    says: `answered ${answer.status} in ${Math.round(answer.latencyMs)} ms`,
    outputs: read,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: every pointer then leads nowhere, which the sentence says.
    return undefined;
  }
}
