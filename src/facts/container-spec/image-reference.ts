export interface ImageReference {
  /** Without `docker.io/` and `library/`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Parts of an image name that is written out in full, after github.com/distribution/reference; undefined for variables, blanks to
 * fill in, and image ids.
 */
export function imageReference(text: string): ImageReference | undefined {
  const pattern =
    /^([a-z0-9][a-z0-9._-]*(?::\d+(?=\/))?(?:\/[a-z0-9][a-z0-9._-]*)*)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;
  const [, written, tag, digest] = pattern.exec(text) ?? [];
  if (written === undefined || /^[0-9a-f]{12,64}$/.test(written)) return undefined;
  const name = written.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  return { name, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}
