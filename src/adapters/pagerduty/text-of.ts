/** PagerDuty's longest answer to us is far below; more is not PagerDuty. */
const ANSWER_BYTES_MAX = 2_000_000;

/** The body of an answer. Throws when it is cut off or too long: half an answer would be judged as a whole one. */
export async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > ANSWER_BYTES_MAX) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
