import type { Changes } from './changes.ts';

export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly declaredLength: number;
  /** The bytes, once they were uploaded. */
  readonly content: Buffer | undefined;
  readonly title: string;
  /** Where it was shared; empty until files.completeUploadExternal. */
  readonly channels: readonly string[];
  /** Who uploaded it; undefined: the app. */
  readonly owner: string | undefined;
  readonly mimetype: string;
};

export type PersonsFile = {
  readonly owner: string;
  readonly name: string;
  readonly mimetype: string;
  readonly content: Buffer;
};

export type Files = ReturnType<typeof createFiles>;

/** Files on their way in and shared ones. */
export function createFiles(parts: { changes: Changes; newId: (kind: string) => string }) {
  const files = new Map<string, StoredFile>();
  return {
    all: (): readonly StoredFile[] => [...files.values()],
    get: (id: string) => files.get(id),
    announce(name: string, declaredLength: number): StoredFile {
      const file = {
        id: parts.newId('F'),
        name,
        declaredLength,
        content: undefined,
        title: name,
        channels: [],
        owner: undefined,
        mimetype: 'application/octet-stream',
      };
      files.set(file.id, file);
      return file;
    },
    /** Somebody uploaded it, into a form of the app or on the way into a conversation. */
    given({ content, ...rest }: PersonsFile): StoredFile {
      const file = {
        ...rest,
        id: parts.newId('F'),
        declaredLength: content.length,
        content,
        title: rest.name,
        channels: [],
      };
      files.set(file.id, file);
      return file;
    },
    upload(file: StoredFile, content: Buffer) {
      files.set(file.id, { ...file, content });
    },
    share(file: StoredFile, title: string, channel: string | undefined) {
      const channels = channel === undefined ? file.channels : [...file.channels, channel];
      files.set(file.id, { ...file, title, channels });
      parts.changes.publish('file.shared', { id: file.id, ...(channel === undefined ? {} : { channel }) });
    },
  };
}
