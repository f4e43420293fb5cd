import { z } from "zod";
import { witnessFields } from "../domain/profile/witness-field.ts";
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
    mode: leaf.octal.describe("Octal text such as `750`."),
  }).meta({
    id: "PreparedDirectory",
    description:
      "A mount point whose directory gets this owner and mode before the first start; its content stays unchanged.",
  });
  const anonymousVolume = object({
    path: leaf.path,
    imageFiles: maybe(z.literal(true)).describe(
      "The image has files there, which a volume that begins empty would hide.",
    ),
  }).meta({
    id: "AnonymousVolume",
    description:
      "A volume without a name: it lives as long as the container, and begins with what the image has at its path, owner and mode included.",
  });
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
  }).meta({
    id: "Restrictions",
    description: "The restrictions of one trial; a missing field keeps the engine's default.",
  });
  const witness = object({
    field: z.enum(witnessFields).meta({ id: "WitnessField" }),
    value: leaf.text.describe("The privilege or path that stays: `SETUID`, `/tmp`."),
    trials: list(leaf.name).describe(
      "Trials without it that broke: two at least, or one where chance cannot be the reason.",
    ),
    problem: leaf.text,
    restrictions: maybe(restrictions).describe("The settings of these trials, so that one can be run again."),
  }).meta({ id: "Witness" });
  const watchedFor = z
    .union([
      object({
        seconds: leaf.seconds.describe("From the start of a trial that ran on; the original was watched as long."),
        method: z
          .enum(["proc", "top"])
          .describe(
            "`proc`: all that the kernel has on a process; `top`: ids and groups alone, as the engine's ps shows them.",
          ),
        changing: maybe(z.literal(true)).describe("They changed until its end."),
      }),
      object({ reason: leaf.text.describe("Why they were not watched.") }),
    ])
    .meta({ id: "WatchedFor" });
  const provenFor = object({
    clients: leaf.provenClients,
    seconds: leaf.seconds,
    notUnderLoad: maybe(list(leaf.text)).describe("Steps that were done one after the other only, with the reason."),
    watched: maybe(watchedFor).describe(
      "How long its processes were watched, until they no longer changed; absent in profiles of earlier versions.",
    ),
  }).meta({
    id: "ProvenFor",
    description: "The load it was proven under. One client and no seconds: each step ran once, one after the other.",
  });
  const untested = object({
    what: leaf.text.describe("`port 53/udp`, `VOLUME /data`, `HEALTHCHECK`."),
    why: leaf.text.describe("Why it counts as untested: `exposed, and no step reached it`."),
    add: leaf.text.describe("What to add to the workload."),
  }).meta({
    id: "Untested",
    description:
      "An entry point or promise of the image that no step of the workload reached: nothing is proven about it.",
  });
  const growing = object({
    path: leaf.text,
    bytesPerPass: leaf.size.describe("Mean of the passes after the first."),
    steps: leaf.positive.describe("How many steps were done in a pass."),
    roomBytes: maybe(leaf.size).describe("Bytes that the profile grants it, where it is in a tmpfs."),
    instead: leaf.text.describe("What to do instead."),
  }).meta({
    id: "Growing",
    description: "A path whose content grew in each of several equal passes of the workload, outside of every volume.",
  });
  const brokenTool = object({
    command: leaf.command,
    problem: leaf.text.describe("Its result under the profile: `exit code 1: Permission denied`."),
    needs: maybe(list(leaf.text)).describe(
      "With all of these it works again: `without --security-opt no-new-privileges`. Absent: not known.",
    ),
  }).meta({
    id: "BrokenTool",
    description:
      "A command of `docker exec` that works in the original but not under the profile; not part of the proof.",
  });
  const profile = object({
    schemaVersion: z.literal(1),
    image: object({ name: leaf.imageName, digest: leaf.imageDigest }).describe(
      "`name` is the name that was used, `digest` the image that ran.",
    ),
    engine: object({ version: leaf.text, apiVersion: leaf.text }),
    kernel: leaf.text,
    workload,
    user: object({ uid: leaf.id, gid: leaf.id }).describe(
      "Numeric, as `docker run --user UID:GID` takes it. `0:0` when every unprivileged user broke it.",
    ),
    capabilities: object({
      required: list(capability).describe("A trial without it broke twice out of three: the witness."),
      soft: list(capability).describe("Used, but its loss is tolerated."),
      unused: list(capability).describe("Granted privileges that were never used and never missed."),
      substitutes: maybe(list(object({ name: capability, for: capability }))).describe(
        "Only in profiles of earlier versions, which put DAC_READ_SEARCH in place of DAC_OVERRIDE: they are refused.",
      ),
    }),
    seccomp: maybe(seccomp).describe("Missing where it could not be learned: the engine's default profile stays."),
    noNewPrivileges: leaf.flag,
    readOnlyRootfs: leaf.flag,
    tmpfs: list(tmpfs),
    volumes: list(leaf.path === leaf.absolutePath ? volume : volume.extend({ path: leaf.path })),
    anonymousVolumes: maybe(list(anonymousVolume)).describe(
      "For what has to outlast a restart on a read-only root. Absent: none.",
    ),
    prepared: maybe(list(preparedMount)).describe("Mount points that must be made ready before the first start."),
    memoryBytes: leaf.memory,
    shmBytes: maybe(leaf.size).describe("Size of /dev/shm; absent: the engine's default of 64 MiB."),
    cpus: maybe(leaf.cpus).describe("Absent: room for five times the clients is more than the machine has."),
    pids: leaf.tasks,
    ulimits: maybe(list(ulimit)),
    devices: maybe(list(device)),
    init: maybe(leaf.flag).describe("An init process reaps zombies and forwards signals."),
    network: maybe(network).describe("Absent: `private`."),
    ports: list(leaf.port),
    sysctls: leaf.dictionary,
    assumptions: leaf.dictionary.describe(
      "Environment that decided the answer: `network: private`, `cgroup: v1`, `observation: tracepoint`, ...",
    ),
    because: leaf.trialsByField.describe(
      "Field of this profile -> ids of the trials (and what they showed) that taught its value.",
    ),
    tolerated: maybe(list(leaf.text)).describe(
      "Log lines, numbers and ids masked, in which the container complains of a loss that it tolerates.",
    ),
    untested: maybe(list(untested)).describe("Declared or open entry points that no step reached."),
    growing: maybe(list(growing)).describe(
      "Paths outside of volumes whose content grew with each pass of the workload.",
    ),
    brokenTools: maybe(list(brokenTool)).describe(
      "Commands of `docker exec` that work in the original and not under this profile.",
    ),
    setIdPrograms: maybe(list(leaf.text)).describe(
      "Programs of the image whose setuid and setgid bits `noNewPrivileges` disables.",
    ),
    witnesses: maybe(list(witness)).describe(
      "The runs that broke without each privilege that stays, ready to be run again.",
    ),
    provenFor: maybe(provenFor).describe("Absent in profiles of earlier versions: one client, step by step."),
    provenOn: maybe(provenOn).describe(
      "Where and when the whole profile was last proven. Absent in profiles of earlier versions, and in those that were not proven.",
    ),
    alsoProvenOn: maybe(leaf.records(provenOn)).describe(
      "Other machines on which it was proven before, the latest first.",
    ),
  }).meta({
    id: "Profile",
    description:
      "Engine-neutral run configuration; each value is learned, and `because` names the trials that taught it.",
  });
  return { profile, capability, restrictions, preparedMount, witness, provenFor };
}
