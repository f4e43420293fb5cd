export interface ContextFile {
  /** Relative to the context, `/` between folders, no leading `./`. */
  readonly path: string;
  readonly bytes: number;
  /** What makes it a secret, by its content: `a private key`. */
  readonly secret?: string;
  /** Its content is public, though its name could be that of a key: a public key, a certificate, Diffie-Hellman parameters. */
  readonly isPublic?: true;
  /** Of a `package.json`: it has no development dependencies. */
  readonly hasNoDevDependencies?: true;
}

/** The content of a folder, as its source read it. */
export interface ContextFolder {
  readonly folder: string;
  readonly ignoreFile?: { readonly path: string; readonly text: string };
  /** All files, those that are ignored included. */
  readonly files: readonly ContextFile[];
  readonly unread?: string;
}
