import { existsSync } from "node:fs";
import { join } from "node:path";
import { type StartedDocker, startDocker } from "./docker.ts";
import type { Lab } from "./lab.ts";
import type { Missing } from "./row.ts";

const variable = "HULLPROOF_DOCKER_29";

/** No distribution that can be had here ships it: a folder of its programs is named by the environment. */
export async function startDocker29(
  lab: Lab,
  name: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<StartedDocker | Missing> {
  const programs = process.env[variable];
  if (!programs) return { missing: `${variable} names no folder with dockerd, containerd and runc` };
  if (!existsSync(join(programs, "dockerd"))) return { missing: `there is no dockerd where ${variable} points` };
  return startDocker(lab, name, { programs, settings });
}
