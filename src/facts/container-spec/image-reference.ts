import { libraryImages } from "../../data/library-images.ts";

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
  const [, reference, tag, digest] = pattern.exec(text) ?? [];
  if (reference === undefined || /^[0-9a-f]{12,64}$/.test(reference)) return undefined;
  const name = reference.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  return { name, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** Names that Podman completes by its list of short names (github.com/containers/shortnames), besides those of Docker's library. */
const shortName = /^(?:(?:ubi|rhel)\d|fedora-)/;

/**
 * Whether the image can only be one that was built where it is used: without a registry and a namespace, Docker Hub has Docker's own images alone, and Podman gives
 * what it builds `localhost/`. Nothing can be pulled then, so that there is no version or digest to name. `name` is as it was written, with or without a tag.
 */
export function isLocalName(name: string): boolean {
  const repository = /^(?:localhost\/)?([a-z0-9][a-z0-9._-]*)(?:[:@][^/]*)?$/.exec(name)?.[1];
  return repository !== undefined && !libraryImages.has(repository) && !shortName.test(repository);
}
