import { z } from "zod";
import { witnessFields } from "../../domain/profile/witness.ts";
import { capability, device, network, tmpfs, ulimit } from "./grants.ts";
import { provenOn } from "./proven-on.ts";
import { seccomp } from "./seccomp.ts";
import { amount, bytes, count, dictionary, digest, list, maybe, position, text } from "./shapes.ts";
import { volumes, workload } from "./workload.ts";

export const preparedMount = z
  .object({ path: text, uid: count, gid: count, mode: text.describe("octal, such as 750") })
  .meta({ id: "Prepared", description: "a mount point with owner and mode as they must be before the first start" });

export const anonymousVolume = z
  .object({ path: text, imageFiles: maybe(z.literal(true)).describe("the image has files there") })
  .meta({ id: "AnonymousVolume", description: "a volume without a name, which lives as long as the container" });

export const restrictions = z
  .object({
    user: maybe(text),
    dropAll: maybe(z.boolean()),
    addCapabilities: maybe(list(capability)),
    seccomp: maybe(seccomp),
    noNewPrivileges: maybe(z.boolean()),
    readOnlyRootfs: maybe(z.boolean()),
    tmpfs: maybe(list(tmpfs)),
    anonymousVolumes: maybe(list(anonymousVolume)),
    prepared: maybe(list(preparedMount)),
    memoryBytes: maybe(bytes),
    shmBytes: maybe(bytes),
    cpus: maybe(amount),
    pids: maybe(count),
    ulimits: maybe(list(ulimit)),
    devices: maybe(list(device)),
    init: maybe(z.boolean()),
    network: maybe(network),
    sysctls: maybe(dictionary(text)),
  })
  .meta({ id: "Restrictions", description: "what is missing is left at the engine's default" });

export const witness = z
  .object({
    field: z.enum(witnessFields),
    value: text,
    trials: list(text).describe("trials without it, at least two of which broke"),
    problem: text,
    restrictions: maybe(restrictions).describe("what these trials ran under"),
  })
  .meta({ id: "Witness" });

export const provenFor = z
  .object({
    clients: count,
    seconds: amount,
    notUnderLoad: maybe(list(text)).describe("steps that were only done one after the other, with the reason"),
    watched: maybe(
      z.union([
        z.object({
          seconds: amount.describe("from the start of a trial that ran on after its steps, as long as the original"),
          method: z.enum(["proc", "top"]).describe("top: ids and groups alone, as the engine's ps tells them"),
          changing: maybe(z.literal(true)).describe("they changed until its end"),
        }),
        z.object({ reason: text.describe("why they were not watched") }),
      ]),
    ).describe("how long its processes were watched, until they no longer changed"),
  })
  .meta({ id: "ProvenFor", description: "how much was asked of it at once" });

export const profile = z
  .object({
    schemaVersion: z.literal(1),
    image: z.object({ name: text, digest }),
    engine: z.object({ version: text, apiVersion: text }),
    kernel: text,
    workload,
    user: z.object({ uid: count, gid: count }),
    capabilities: z.object({
      required: list(capability).describe("a trial without it broke twice out of three"),
      soft: list(capability).describe("used, but its loss is tolerated"),
      unused: list(capability).describe("of what was granted: never used, never missed"),
      substitutes: maybe(list(z.object({ name: capability, for: capability }))).describe(
        "only in profiles of earlier versions: required ones that stand in for another one; such profiles are refused",
      ),
    }),
    seccomp: maybe(seccomp).describe("missing where it could not be learned: the engine's default profile stays"),
    noNewPrivileges: z.boolean(),
    readOnlyRootfs: z.boolean(),
    tmpfs: list(tmpfs),
    volumes,
    anonymousVolumes: maybe(list(anonymousVolume)).describe("what has to outlast a restart on a read-only root"),
    prepared: maybe(list(preparedMount)),
    memoryBytes: bytes,
    shmBytes: maybe(bytes).describe("size of /dev/shm; absent: the engine's default"),
    cpus: maybe(amount).describe(
      "absent: no limit, since room for five times the clients is more than the machine has",
    ),
    pids: count,
    ulimits: maybe(list(ulimit)),
    devices: maybe(list(device)),
    init: maybe(z.boolean()),
    network: maybe(network).describe("absent: private"),
    ports: list(position),
    sysctls: dictionary(text),
    assumptions: dictionary(text).describe("environment that decided the answer"),
    because: dictionary(list(text)).describe("field -> the trials that taught its value"),
    tolerated: maybe(list(text)).describe("log lines about losses that it tolerates"),
    untested: maybe(list(z.object({ what: text, why: text, add: text }))).describe(
      "what the image declares or listens on and no step reached, with what to add to the workload",
    ),
    growing: maybe(
      list(z.object({ path: text, bytesPerPass: bytes, steps: count, roomBytes: maybe(bytes), instead: text })),
    ).describe("paths outside of volumes whose content grew with each pass of the workload"),
    brokenTools: maybe(list(z.object({ command: list(text), problem: text, needs: maybe(list(text)) }))).describe(
      "commands of docker exec that work in the original only, with the flags that bring each back",
    ),
    setIdPrograms: maybe(list(text)).describe("programs whose setuid and setgid bits no-new-privileges takes away"),
    witnesses: maybe(list(witness)),
    provenFor: maybe(provenFor),
    provenOn: maybe(provenOn).describe("where and when all of it was last proven together"),
    alsoProvenOn: maybe(list(provenOn)).describe("other machines on which it was proven before, the latest first"),
  })
  .meta({ id: "Profile" });
