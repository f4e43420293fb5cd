import { z } from "zod";
import { capabilities } from "../../domain/profile/capability.ts";
import { networkModes } from "../../domain/profile/restrictions.ts";
import { bytes, count, dictionary, list, maybe, text } from "./shapes.ts";

export const capability = z.enum(capabilities).meta({ id: "Capability" });
export const device = z.object({ path: text, permissions: text }).meta({ id: "Device" });
export const ulimit = z
  .object({ name: text, soft: z.int(), hard: z.int() })
  .meta({ id: "Ulimit", description: "-1 is unlimited" });
export const tmpfs = z
  .object({
    path: text,
    mode: text.describe("octal, such as 1777"),
    uid: count,
    gid: count,
    sizeBytes: bytes,
    exec: maybe(z.literal(true)),
    inodes: maybe(count),
  })
  .meta({ id: "Tmpfs" });
export const network = z.enum(networkModes);

export const grants = z
  .object({
    capabilities: maybe(list(capability)),
    devices: maybe(list(device)),
    ulimits: maybe(list(ulimit)),
    network: maybe(network),
    sysctls: maybe(dictionary(text)),
    shmBytes: maybe(z.int()),
    tmpfs: maybe(list(tmpfs)),
    init: maybe(z.literal(true)),
  })
  .meta({ id: "Grants", description: "what the deployment gives beyond the engine's defaults" });
