import { join } from "node:path";
import type { DiscoveredCompose } from "../sources/compose/discover-compose.ts";
import { atNamed } from "../sources/files/read-named.ts";
import type { Context } from "./context.ts";

/** What a folder with an image's layout, or its root file system, has. */
const imageParts = ["oci-layout", "etc"];

/** The Compose files of a folder that was named, as docker compose finds them; undefined for what is no folder, or has no such file. */
export async function composeFolder(
  name: string,
  { cwd, env = {} }: Pick<Context, "cwd" | "env">,
): Promise<DiscoveredCompose | undefined> {
  const found = atNamed(name, cwd, (beneath, path) => beneath.find(path));
  if ("refused" in found || found.kind !== "folder") return undefined;
  // Most names are images, also as folders: they load nothing of how Compose files are read.
  if (imageParts.some((part) => !("refused" in atNamed(join(name, part), cwd, (beneath, path) => beneath.find(path)))))
    return undefined;
  const { discoverCompose } = await import("../sources/compose/discover-compose.ts");
  return discoverCompose(name, cwd, env);
}
