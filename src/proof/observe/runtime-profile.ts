import { readFile } from "node:fs/promises";
import type { EngineInfo } from "../../sources/engine/types.ts";
import { securityOptions } from "./security-options.ts";

type Confined = Pick<EngineInfo, "sameKernel" | "runtime" | "securityOptions">;

/** One profile per line, `crun (unconfined)`; only root may read it. */
const loaded = "/sys/kernel/security/apparmor/profiles";

/**
 * Effect of no-new-privileges if AppArmor has a profile for crun, as in Debian 13 and newer: the kernel stacks that
 * profile on the container's (`containers-default//&crun`), whose rules only allow signals to `containers-default`. So
 * no process can signal another one, nor one of its threads: Go changes a user by signals, and gosu never ends
 * (measured with Podman 5.4 and crun of Debian 13, and with AppArmor 5.0, crun 1.28 and Podman 6.1 on Linux 7.2).
 * Undefined if it does not apply.
 */
export async function runtimeProfile(info: Confined, profiles = loaded): Promise<string | undefined> {
  const { accessControl } = securityOptions(info);
  if (!info.sameKernel || info.runtime !== "crun" || !accessControl.includes("AppArmor")) return undefined;
  const text = await readFile(profiles, "utf8").catch(() => "");
  return /^crun \(/m.test(text) ? stacked : undefined;
}

const stacked =
  "AppArmor has a profile for crun itself here, so a container with no-new-privileges runs under both, and its processes may send no signals, not even to their own threads (gosu and other Go programs that change their user then never end)";
