import { join } from "node:path";
import type { DiscoveredCompose } from "../../../sources/compose/discover-compose.ts";
import { atNamed } from "../../../sources/files/read-named.ts";
import type { Context } from "../../context.ts";

/** Names in a folder with an image layout or a root file system. */
const imageParts = ["oci-layout", "etc"];

/** The Compose files of a named folder, as docker compose finds them; undefined for a path that is not a folder, or has none. */
export async function composeFolder(
  name: string,
  { cwd, env = {} }: Pick<Context, "cwd" | "env">,
): Promise<DiscoveredCompose | undefined> {
  const reached = atNamed(name, cwd, (folder, path) => folder.find(path));
  if ("refused" in reached || reached.kind !== "folder") return undefined;
  // Most names are images, also as folders: they do not load the Compose reader.
  if (imageParts.some((part) => !("refused" in atNamed(join(name, part), cwd, (folder, path) => folder.find(path)))))
    return undefined;
  const { discoverCompose } = await import("../../../sources/compose/discover-compose.ts");
  return discoverCompose(name, cwd, env);
}
