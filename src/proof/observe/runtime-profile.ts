import { readFile } from "node:fs/promises";
import type { EngineInfo } from "../../sources/engine/types.ts";
import { securityOptions } from "./security-options.ts";

type Confined = Pick<EngineInfo, "sameKernel" | "runtime" | "securityOptions">;

/** One profile a line, `crun (unconfined)`; only root may read it. */
const loaded = "/sys/kernel/security/apparmor/profiles";

/**
 * What no-new-privileges does beside it where AppArmor has a profile of its own for crun, which that of Debian 13 and newer brings: the kernel stacks that profile on the
 * container's (`containers-default//&crun`), whose rules let signals go to `containers-default` alone. So no process there can signal another one, nor a thread of
 * its own: Go changes a user by signals, and gosu never ends (measured with Podman 5.4 and crun of Debian 13, and with AppArmor 5.0, crun 1.28 and Podman 6.1 on Linux 7.2). Undefined where none of it applies.
 */
export async function runtimeProfile(info: Confined, profiles = loaded): Promise<string | undefined> {
  const { accessControl } = securityOptions(info);
  if (!info.sameKernel || info.runtime !== "crun" || !accessControl.includes("AppArmor")) return undefined;
  const text = await readFile(profiles, "utf8").catch(() => "");
  return /^crun \(/m.test(text) ? stacked : undefined;
}

const stacked =
  "AppArmor has a profile for crun itself here, so a container with no-new-privileges runs under both, and its processes may send no signals, not even to their own threads (gosu and other Go programs that change their user then never end)";
