/** Where drafts and reports lie as files, for whoever has no Slack; their hashes are on the timeline. */
export interface Documents {
  /** Puts it there whole, in place of an earlier one of that name. Throws `documents.failed` when the disk refuses. */
  save(name: string, bytes: Uint8Array): Promise<void>;
  /** What was saved last under that name; null: it is not there. */
  read(name: string): Promise<Uint8Array | null>;
}
