import { z } from "zod";
import { witnessFields } from "../domain/profile/witness.ts";
import type { Leaves } from "./leaves.ts";
import { provenOnSchema } from "./proven-on.ts";
import { runSettings } from "./run-settings.ts";
import { seccompSchema } from "./seccomp.ts";
import { list, maybe } from "./shapes.ts";
import { workloadSchemas } from "./workload.ts";

/** A profile and its parts: what `learn` writes, `verify` reads and reports hold. Keys are in print order. */
export function profileSchemas(leaf: Leaves) {
  const { object } = leaf;
  const settings = runSettings(leaf);
  const { capability, device, ulimit, tmpfs, network } = settings;
  const { workload, volume } = workloadSchemas(leaf, settings);
  const seccomp = seccompSchema(leaf);
  const provenOn = provenOnSchema(leaf);
  const preparedMount = object({
    path: leaf.path,
    uid: leaf.id,
    gid: leaf.id,
    mode: leaf.octal.describe("octal, such as 750"),
  }).meta({
    id: "Prepared",
    description: "a mount point with owner and mode as they must be before the first start",
  });
  const anonymousVolume = object({
    path: leaf.path,
    imageFiles: maybe(z.literal(true)).describe("the image has files there"),
  }).meta({ id: "AnonymousVolume", description: "a volume without a name, which lives as long as the container" });
  const restrictions = object({
    user: maybe(leaf.name),
    dropAll: maybe(leaf.flag),
    addCapabilities: maybe(list(capability)),
    seccomp: maybe(seccomp),
    noNewPrivileges: maybe(leaf.flag),
    readOnlyRootfs: maybe(leaf.flag),
    tmpfs: maybe(list(tmpfs)),
    anonymousVolumes: maybe(list(anonymousVolume)),
    prepared: maybe(list(preparedMount)),
    memoryBytes: maybe(leaf.size),
    shmBytes: maybe(leaf.size),
    cpus: maybe(leaf.trialCpus),
    pids: maybe(leaf.trialTasks),
    ulimits: maybe(list(ulimit)),
    devices: maybe(list(device)),
    init: maybe(leaf.flag),
    network: maybe(network),
    sysctls: maybe(leaf.dictionary),
  }).meta({ id: "Restrictions", description: "what is missing is left at the engine's default" });
  const witness = object({
    field: z.enum(witnessFields),
    value: leaf.text,
    trials: list(leaf.name).describe("trials without it, at least two of which broke"),
    problem: leaf.text,
    restrictions: maybe(restrictions).describe("what these trials ran under"),
  }).meta({ id: "Witness" });
  const watched = z.union([
    object({
      seconds: leaf.seconds.describe("from the start of a trial that ran on after its steps, as long as the original"),
      method: z.enum(["proc", "top"]).describe("top: ids and groups alone, as the engine's ps tells them"),
      changing: maybe(z.literal(true)).describe("they changed until its end"),
    }),
    object({ reason: leaf.text.describe("why they were not watched") }),
  ]);
  const provenFor = object({
    clients: leaf.provenClients,
    seconds: leaf.seconds,
    notUnderLoad: maybe(list(leaf.text)).describe("steps that were only done one after the other, with the reason"),
    watched: maybe(watched).describe("how long its processes were watched, until they no longer changed"),
  }).meta({ id: "ProvenFor", description: "how much was asked of it at once" });
  const profile = object({
    schemaVersion: z.literal(1),
    image: object({ name: leaf.imageName, digest: leaf.imageDigest }),
    engine: object({ version: leaf.text, apiVersion: leaf.text }),
    kernel: leaf.text,
    workload,
    user: object({ uid: leaf.id, gid: leaf.id }),
    capabilities: object({
      required: list(capability).describe("a trial without it broke twice out of three"),
      soft: list(capability).describe("used, but its loss is tolerated"),
      unused: list(capability).describe("of what was granted: never used, never missed"),
      substitutes: maybe(list(object({ name: capability, for: capability }))).describe(
        "only in profiles of earlier versions: required ones that stand in for another one; such profiles are refused",
      ),
    }),
    seccomp: maybe(seccomp).describe("missing where it could not be learned: the engine's default profile stays"),
    noNewPrivileges: leaf.flag,
    readOnlyRootfs: leaf.flag,
    tmpfs: list(tmpfs),
    volumes: list(volume.extend({ path: leaf.path })),
    anonymousVolumes: maybe(list(anonymousVolume)).describe("what has to outlast a restart on a read-only root"),
    prepared: maybe(list(preparedMount)),
    memoryBytes: leaf.memory,
    shmBytes: maybe(leaf.size).describe("size of /dev/shm; absent: the engine's default"),
    cpus: maybe(leaf.cpus).describe(
      "absent: no limit, since room for five times the clients is more than the machine has",
    ),
    pids: leaf.tasks,
    ulimits: maybe(list(ulimit)),
    devices: maybe(list(device)),
    init: maybe(leaf.flag),
    network: maybe(network).describe("absent: private"),
    ports: list(leaf.port),
    sysctls: leaf.dictionary,
    assumptions: leaf.dictionary.describe("environment that decided the answer"),
    because: leaf.trialsByField.describe("field -> the trials that taught its value"),
    tolerated: maybe(list(leaf.text)).describe("log lines about losses that it tolerates"),
    untested: maybe(list(object({ what: leaf.text, why: leaf.text, add: leaf.text }))).describe(
      "what the image declares or listens on and no step reached, with what to add to the workload",
    ),
    growing: maybe(
      list(
        object({
          path: leaf.text,
          bytesPerPass: leaf.size,
          steps: leaf.positive,
          roomBytes: maybe(leaf.size),
          instead: leaf.text,
        }),
      ),
    ).describe("paths outside of volumes whose content grew with each pass of the workload"),
    brokenTools: maybe(
      list(object({ command: leaf.command, problem: leaf.text, needs: maybe(list(leaf.text)) })),
    ).describe("commands of docker exec that work in the original only, with the flags that bring each back"),
    setIdPrograms: maybe(list(leaf.text)).describe(
      "programs whose setuid and setgid bits no-new-privileges takes away",
    ),
    witnesses: maybe(list(witness)),
    provenFor: maybe(provenFor),
    provenOn: maybe(provenOn).describe("where and when all of it was last proven together"),
    alsoProvenOn: maybe(leaf.records(provenOn)).describe(
      "other machines on which it was proven before, the latest first",
    ),
  }).meta({ id: "Profile" });
  return { profile, capability, restrictions, preparedMount, witness, provenFor };
}
