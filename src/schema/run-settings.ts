import { z } from "zod";
import { capabilities } from "../domain/profile/capability.ts";
import { networkModes } from "../domain/profile/network-mode.ts";
import type { Leaves } from "./leaves.ts";
import { list, maybe } from "./shapes.ts";

/** Settings of a container that profiles and workloads share. */
export function runSettings(leaf: Leaves) {
  const { object } = leaf;
  const capability = z.enum(capabilities).meta({ id: "Capability" });
  const device = object({ path: leaf.path, permissions: leaf.permissions }).meta({
    id: "Device",
    description: "A device of the host that the container may open. `permissions` are letters of `rwm`.",
  });
  const ulimit = object({ name: leaf.limitName, soft: leaf.limit, hard: leaf.limit }).meta({
    id: "Ulimit",
    description: "As `docker run --ulimit NAME=SOFT:HARD` takes it, setrlimit(2); -1 is unlimited.",
  });
  const tmpfs = object({
    path: leaf.path,
    mode: leaf.octal.describe("Octal text such as `1777`."),
    uid: leaf.id,
    gid: leaf.id,
    sizeBytes: leaf.size,
    exec: maybe(z.literal(true)).describe(
      "Programs and libraries may be run from it: the original does. Absent: noexec.",
    ),
    inodes: maybe(leaf.inodes).describe("Most files, directories and links; default one for each 4 KiB."),
  }).meta({
    id: "Tmpfs",
    description:
      "A tmpfs mount that replaces a writable directory of the root file system. `mode` is octal text such as `1777`.",
  });
  const network = z.enum(networkModes).meta({ id: "NetworkMode" });
  const grants = object({
    capabilities: maybe(list(capability)),
    devices: maybe(list(device)),
    ulimits: maybe(list(ulimit)),
    network: maybe(network),
    sysctls: maybe(leaf.dictionary),
    shmBytes: maybe(leaf.size).describe("Size of /dev/shm; default the engine's."),
    tmpfs: maybe(list(tmpfs)).describe(
      "Mounted in every trial, unless another is at the same path: its content is not part of the root file system.",
    ),
    init: maybe(z.literal(true)).describe(
      "The engine's init process runs in front of its command, in every trial: its syscalls are in the allowlist.",
    ),
  }).meta({
    id: "Grants",
    description:
      "Grants of the deployment beyond the engine's defaults. Reference trials have them, and learning tries to remove them.",
  });
  return { capability, device, ulimit, tmpfs, network, grants };
}
