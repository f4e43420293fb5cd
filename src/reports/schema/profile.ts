import { z } from "zod";
import { capabilities } from "../../domain/capability.ts";
import { networkModes } from "../../domain/profile.ts";
import { witnessFields } from "../../domain/trial.ts";
import { seccomp } from "./seccomp.ts";
import { amount, bytes, count, dictionary, digest, list, maybe, position, text } from "./shapes.ts";

const capability = z.enum(capabilities).meta({ id: "Capability" });

const tmpfs = z
  .object({ path: text, mode: text.describe("octal, such as 1777"), uid: count, gid: count, sizeBytes: bytes })
  .meta({ id: "Tmpfs" });

const probe = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("http"), port: position, path: text, status: position }),
    z.object({ kind: z.literal("tcp"), port: position }),
    z.object({ kind: z.literal("log"), pattern: text }),
    z.object({ kind: z.literal("running"), forMs: count }),
    z.object({ kind: z.literal("exec"), command: list(text) }),
  ])
  .meta({ id: "Probe" });

const step = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("http"),
      name: text,
      port: position,
      method: text,
      path: text,
      headers: dictionary(text),
      body: maybe(text),
      status: position,
      bodyPattern: maybe(text),
      timeoutMs: amount,
    }),
    z.object({
      kind: z.literal("exec"),
      name: text,
      command: list(text),
      exitCode: z.int(),
      output: maybe(text),
    }),
    z.object({ kind: z.literal("signal"), name: text, signal: text }),
  ])
  .meta({ id: "Step" });

const device = z.object({ path: text, permissions: text }).meta({ id: "Device" });
const ulimit = z
  .object({ name: text, soft: z.int(), hard: z.int() })
  .meta({ id: "Ulimit", description: "-1 is unlimited" });
const network = z.enum(networkModes);
const prepared = z
  .object({ path: text, uid: count, gid: count, mode: text.describe("octal, such as 750") })
  .meta({ id: "Prepared", description: "a mount point with owner and mode as they must be before the first start" });

const volumes = list(z.object({ name: text, path: text }));

const workload = z
  .object({
    ready: probe,
    readyTimeoutMs: amount,
    steps: list(step),
    stop: z.object({ timeoutMs: amount, exitCodes: list(z.int()) }),
    restart: z.boolean(),
    env: dictionary(text),
    volumes,
    grants: maybe(
      z.object({
        capabilities: maybe(list(capability)),
        devices: maybe(list(device)),
        ulimits: maybe(list(ulimit)),
        network: maybe(network),
        sysctls: maybe(dictionary(text)),
      }),
    ).describe("what the deployment gives beyond the engine's defaults"),
  })
  .meta({ id: "Workload", description: "durations in milliseconds" });

export const restrictions = z
  .object({
    user: maybe(text),
    dropAll: maybe(z.boolean()),
    addCapabilities: maybe(list(capability)),
    seccomp: maybe(seccomp),
    noNewPrivileges: maybe(z.boolean()),
    readOnlyRootfs: maybe(z.boolean()),
    tmpfs: maybe(list(tmpfs)),
    prepared: maybe(list(prepared)),
    memoryBytes: maybe(bytes),
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
        "required ones that stand in for a stronger one",
      ),
    }),
    seccomp: maybe(seccomp).describe("missing where it could not be learned: the engine's default profile stays"),
    noNewPrivileges: z.boolean(),
    readOnlyRootfs: z.boolean(),
    tmpfs: list(tmpfs),
    volumes,
    prepared: maybe(list(prepared)),
    memoryBytes: bytes,
    cpus: amount,
    pids: count,
    ulimits: maybe(list(ulimit)),
    devices: maybe(list(device)),
    init: maybe(z.boolean()),
    network: maybe(network).describe("absent: private"),
    ports: list(position),
    sysctls: dictionary(text),
    assumptions: dictionary(text).describe("environment that decided the answer"),
    because: dictionary(list(text)).describe("field -> the trials that taught its value"),
    witnesses: maybe(list(witness)),
  })
  .meta({ id: "Profile" });
