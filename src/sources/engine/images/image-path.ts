import { Failure } from "../../../domain/failure.ts";

/** A name or id as part of an API path. Throws `no-such-image` for text that would change the path. */
export function imagePath(ref: string): string {
  const isName = /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/.test(ref) && !ref.split("/").some((part) => /^\.*$/.test(part));
  if (isName && ref.length <= 512) return ref;
  throw new Failure("no-such-image", `"${ref.slice(0, 200)}" is not an image name.`, {
    hint: "An image name looks like python:3.13-slim, registry.example/team/app:1.2 or sha256:DIGEST.",
  });
}
