import { parseReference as parse } from "../../../sources/image/registry/reference.ts";

/** `HOST/REPOSITORY` and tag of an image's name. Throws `Failure` (`bad-usage`). */
export function parseReference(text: string): { readonly repository: string; readonly tag: string } {
  const { host, repository, tag = "latest" } = parse(text);
  return { repository: `${host}/${repository}`, tag };
}
