import { discoverCompose, type DiscoveredCompose } from "../sources/compose/discover-compose.ts";
import type { Context } from "./context.ts";

/** The Compose files of a folder that was named, as docker compose finds them; undefined for what is none, or has none. */
export function composeFolder(
  name: string,
  { cwd, env = {} }: Pick<Context, "cwd" | "env">,
): DiscoveredCompose | undefined {
  return discoverCompose(name, cwd, env);
}
