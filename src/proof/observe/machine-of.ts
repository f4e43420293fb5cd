import type { Machine } from "../../domain/profile/proof-environment.ts";
import type { EngineInfo } from "../../sources/engine/types.ts";
import { unenforcedLimits } from "../../sources/engine/client/without-limits.ts";
import { securityOptions } from "./security-options.ts";

/** Properties of an engine and its machine that can change a result. */
export function machineOf(info: EngineInfo): Machine {
  const { rootless, remapped, seccomp, accessControl } = securityOptions(info);
  const withoutLimits = unenforcedLimits(info);
  return {
    engine: {
      name: /docker desktop/iu.test(info.operatingSystem) ? "Docker Desktop" : info.name,
      version: info.version,
    },
    runtime: {
      name: info.runtime,
      ...(info.runtimeVersion !== undefined && { version: info.runtimeVersion }),
    },
    imageStore: info.imageStore,
    storageDriver: info.storageDriver,
    cgroup: { version: info.cgroupVersion, driver: info.cgroupDriver },
    kernel: info.kernel,
    architecture: info.architecture,
    rootless,
    userNamespaces: remapped,
    ...(seccomp === undefined ? {} : { seccomp }),
    accessControl,
    ...(withoutLimits.length > 0 && { withoutLimits }),
    cpus: info.cpus,
    memoryBytes: info.memoryBytes,
  };
}
