import { defaultCapabilities, type Capability } from "../domain/profile/capability.ts";

/**
 * What an engine gives to a container that asks for nothing. Read in 2026-11; renewed by hand, when one of these files changes.
 *
 * - Docker: oci/caps/defaults.go of moby, the same from 1.13 to 29 (`defaultCapabilities`).
 * - Podman: pkg/config/default.go of containers/common, "DefaultCapabilities", since Podman 4.4 (before, it had AUDIT_WRITE, MKNOD
 *   and NET_RAW as well: a smaller set than an older engine gives is on the safe side).
 */
const podman = defaultCapabilities.filter((name) => !["AUDIT_WRITE", "MKNOD", "NET_RAW"].includes(name));

/** `engine` is the name in `EngineInfo`. For an unknown engine, the capabilities that all known ones grant. */
export function engineCapabilities(engine: string): readonly Capability[] {
  if (/docker/iu.test(engine)) return defaultCapabilities;
  return podman;
}
