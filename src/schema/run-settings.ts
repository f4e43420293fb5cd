import { z } from "zod";
import { capabilities } from "../domain/profile/capability.ts";
import { networkModes } from "../domain/profile/restrictions.ts";
import type { Leaves } from "./leaves.ts";
import { list, maybe } from "./shapes.ts";

/** Settings of a container that profiles and workloads share. */
export function runSettings(leaf: Leaves) {
  const { object } = leaf;
  const capability = z.enum(capabilities).meta({ id: "Capability" });
  const device = object({ path: leaf.path, permissions: leaf.permissions }).meta({ id: "Device" });
  const ulimit = object({ name: leaf.limitName, soft: leaf.limit, hard: leaf.limit }).meta({
    id: "Ulimit",
    description: "-1 is unlimited",
  });
  const tmpfs = object({
    path: leaf.path,
    mode: leaf.octal.describe("octal, such as 1777"),
    uid: leaf.id,
    gid: leaf.id,
    sizeBytes: leaf.size,
    exec: maybe(z.literal(true)),
    inodes: maybe(leaf.inodes),
  }).meta({ id: "Tmpfs" });
  const network = z.enum(networkModes);
  const grants = object({
    capabilities: maybe(list(capability)),
    devices: maybe(list(device)),
    ulimits: maybe(list(ulimit)),
    network: maybe(network),
    sysctls: maybe(leaf.dictionary),
    shmBytes: maybe(leaf.size),
    tmpfs: maybe(list(tmpfs)),
    init: maybe(z.literal(true)),
  }).meta({ id: "Grants", description: "what the deployment gives beyond the engine's defaults" });
  return { capability, device, ulimit, tmpfs, network, grants };
}
