/** Where drafts and reports lie as files, for whoever has no Slack; their hashes are on the timeline. */
export interface Documents {
  /** Puts it there whole, in place of an earlier one of that name. Throws `documents.failed` when the disk refuses. */
  save(name: string, bytes: Uint8Array): Promise<void>;
}
