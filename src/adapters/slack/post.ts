/** A request to an address Slack gave us: no token, no retries, and none of the Web API's manners. */
export type Post = (
  url: string,
  request: { readonly as: 'response_url' | 'upload'; readonly contentType: string; readonly body: string | Uint8Array },
) => Promise<Response>;

/** Throws what fetch throws: nobody answered, or not within `timeoutMs`. */
export function createPost(fetchFn: typeof fetch, timeoutMs: number): Post {
  return (url, { as, contentType, body }) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: typeof body === 'string' ? body : new Uint8Array(body),
      redirect: 'error' as const,
      signal: AbortSignal.timeout(timeoutMs),
      // Read by `adapters/record.ts`, which cannot tell these addresses by their looks; fetch ignores it.
      as,
    };
    return fetchFn(url, init);
  };
}
