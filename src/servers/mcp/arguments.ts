import { z } from "zod";
import { isImageName } from "../../domain/image/image-name.ts";
import type { Rooted } from "./roots.ts";
import type { ToolUse } from "./tool.ts";
import { ToolError } from "./tool-error.ts";

/** Longer than any path that Linux opens. */
const path = z.string().min(1).max(4096);

export const paths = z
  .array(path)
  .min(1)
  .max(50)
  .default(["."])
  .describe("Files or folders beneath a root, from there. A folder is searched.");
export const page = z.int().min(1).max(10_000).default(1).describe("Page of the answer, where it has several.");
export const folder = path.default(".").describe("Folder beneath a root, from there.");
export const file = path.describe("File beneath a root, from there.");
/** Exactly one of both. */
export const imageOrFile = {
  image: z
    .string()
    .max(1024)
    .optional()
    .describe("Image that the local engine has: NAME:TAG. It is read, and not run."),
  path: path
    .optional()
    .describe("In place of an image: an archive (docker save), an OCI layout or an SBOM beneath a root."),
};

/** Paths below one root, for one call. */
export function inOneRoot(
  requestedPaths: readonly string[],
  { roots }: ToolUse,
): { readonly root: string; readonly paths: readonly string[] } {
  const resolved = requestedPaths.map((one) => roots.find(one));
  const [first] = resolved;
  if (first === undefined || resolved.some(({ root }) => root !== first.root))
    throw new ToolError("the paths lie beneath different roots", "Call it once for each root.");
  return { root: first.root, paths: resolved.map(asPath) };
}

/** Returns an image name in the form that cannot be a file, and a path in the form that cannot be an image. */
export function targetOf(
  target: { readonly image?: string | undefined; readonly path?: string | undefined },
  { roots }: ToolUse,
): { readonly root: string; readonly target: string } {
  const { image, path: requestedPath } = target;
  const [root = "."] = roots.all;
  if (image !== undefined && requestedPath === undefined) {
    if (!isImageName(image))
      throw new ToolError(`${JSON.stringify(image)} is not the name of an image`, "It looks like python:3.13-slim.");
    return { root, target: `daemon:${image}` };
  }
  if (requestedPath === undefined || image !== undefined)
    throw new ToolError("one of image and path is needed", "Name one of them.");
  const resolved = roots.find(requestedPath);
  return { root: resolved.root, target: asPath(resolved) };
}

/** Never an image name, a prefix such as `registry:`, or an option. */
export function asPath({ path: way }: Pick<Rooted, "path">): string {
  return way === "." ? "." : `./${way}`;
}
