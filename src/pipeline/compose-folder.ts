import { discoverCompose, type DiscoveredCompose } from "../sources/compose/discover-compose.ts";
import type { Context } from "./context.ts";

/** The Compose files of a folder that was named, as docker compose finds them; undefined for what is no folder, or has no such file. */
export function composeFolder(
  name: string,
  { cwd, env = {} }: Pick<Context, "cwd" | "env">,
): DiscoveredCompose | undefined {
  return discoverCompose(name, cwd, env);
}
