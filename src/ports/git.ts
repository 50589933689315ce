/** The repository a product is released from, by the real git. */
export interface Git {
  /** Throws `git.failed` with git's own sentence. Answers what is there now, after fetching tags where a remote answers. */
  read(request: { readonly path: string; readonly branch: string; readonly ref: string | null }): Promise<GitFacts>;
  /** Full commits reachable from `to` and not from `from` (null: all), newest first, at most 1,000. */
  log(request: {
    readonly path: string;
    readonly from: string | null;
    readonly to: string;
  }): Promise<readonly Commit[]>;
  /** Paths changed between two commits, below these globs where some are given. */
  changed(request: {
    readonly path: string;
    readonly from: string;
    readonly to: string;
    readonly globs?: readonly string[];
  }): Promise<readonly string[]>;
  /**
   * Makes the annotated tag and pushes it. Safe to repeat: the same tag on the same commit is fine, here and on the remote.
   * Throws `git.failed` saying which half is done when the tag exists and the push does not.
   */
  tag(request: {
    readonly path: string;
    readonly remote: string;
    readonly name: string;
    readonly commit: string;
    readonly message: string;
  }): Promise<void>;
}

export type GitFacts = {
  /** Commit of the branch, or of `ref` when one was named. */
  readonly commit: string;
  readonly clean: boolean;
  /** All tags, with their commits. */
  readonly tags: readonly { readonly name: string; readonly commit: string }[];
  /** Tags reachable from the commit. */
  readonly reachable: readonly string[];
};

export type Commit = { readonly hash: string; readonly author: string; readonly at: number; readonly message: string };
