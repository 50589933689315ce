/** Plain HTTP for checks and calls. One place for time-outs, size limits, redirects (refused) and secrets in headers. */
export interface Http {
  /** Answers whatever status came. Throws `http.failed`: `unknown` when the request may have arrived, else it certainly did not. */
  send(request: HttpRequest): Promise<HttpAnswer>;
}

export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  /** May hold `${{ secrets.NAME }}`; resolved here and nowhere earlier. */
  readonly headers: { readonly [name: string]: string };
  readonly json?: unknown;
  /** Default 10 s. */
  readonly timeoutMs?: number;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  /** At most 1 MB. */
  readonly text: string;
  readonly latencyMs: number;
};
