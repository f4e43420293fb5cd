import { type StartedDocker, startDocker } from "./docker.ts";
import type { Lab } from "./lab.ts";
import { ensureRoot } from "./roots.ts";
import type { Missing } from "./row.ts";

/** The Docker of a Debian suite, in a root of that suite; hullproof runs in it, too. */
export async function startDockerOf(
  lab: Lab,
  name: string,
  suite: string,
  {
    packages,
    held,
    settings = {},
  }: {
    readonly packages: readonly string[];
    readonly held?: readonly string[];
    readonly settings?: Readonly<Record<string, unknown>>;
  },
): Promise<StartedDocker | Missing> {
  if (process.getuid?.() !== 0) return { missing: "a root of its own takes root" };
  const root = await ensureRoot(lab, { suite, packages: ["docker.io", ...packages], ...(held && { held }) });
  if (root === undefined) return { missing: `a root of Debian ${suite} cannot be made here` };
  return startDocker(lab, name, { root: root.path, settings });
}
