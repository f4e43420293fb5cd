import { defaultCapabilities, type Capability } from "../domain/profile/capability.ts";

/**
 * What an engine gives to a container that asks for nothing. Read in 2026-11; renewed by hand, when one of these files changes.
 *
 * - Docker: oci/caps/defaults.go of moby, the same from 1.13 to 29 (`defaultCapabilities`).
 * - Podman: pkg/config/default.go of containers/common, "DefaultCapabilities", since Podman 4.4 (before, it had AUDIT_WRITE, MKNOD
 *   and NET_RAW as well: a smaller set than an older engine gives is on the safe side).
 */
const podman = defaultCapabilities.filter((name) => !["AUDIT_WRITE", "MKNOD", "NET_RAW"].includes(name));

/** `engine` is its name as `EngineInfo` has it. Of an engine that is not known, what all known ones give. */
export function engineCapabilities(engine: string): readonly Capability[] {
  if (/docker/iu.test(engine)) return defaultCapabilities;
  return podman;
}
