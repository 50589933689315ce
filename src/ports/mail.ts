/** Mail, by a server or through a hook that the operator names. */
export interface Mail {
  /**
   * Hands one mail over. Repeating it may send it twice; both carry the same `id`, so that a double can be told. Answers
   * who took it: never that it was delivered; `later`: whom it wants to be asked for again (greylisting), while the others
   * have it. Throws GonogoError `mail.failed`.
   */
  send(mail: MailOrder): Promise<{ readonly says: string; readonly later?: readonly string[] }>;
}

export type MailOrder = {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Default: none. */
  readonly files?: readonly MailFile[];
};

export type MailFile = {
  readonly name: string;
  /** `application/pdf` */
  readonly type: string;
  readonly bytes: Uint8Array;
};
