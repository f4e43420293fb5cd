import { z } from "zod";
import { slim } from "./slim.ts";
import { preparedMount, restrictions } from "../../schema/reported-profile.ts";
import { amount, bytes, count, dictionary, digest, list, maybe, text } from "../../schema/shapes.ts";

const outcome = z.enum(["passes", "breaks"]);

const hexadecimal = text.describe("as proc_pid_status(5) has it");

const processes = z
  .object({
    looks: count.describe("how often all were looked at: once it was ready, after each step, before the stop"),
    method: z.enum(["proc", "top"]),
    states: list(
      z.object({
        program: text.describe(
          "what is executed, as a path of the container; with method top the name it gives itself",
        ),
        parents: list(text).describe("the same of its parent and theirs, up to the container's first process"),
        uids: list(count).describe("real, effective, saved, of the file system"),
        gids: list(count),
        groups: list(count),
        root: maybe(text).describe("root directory, as a path of the container"),
        capabilities: maybe(
          z.object({
            inheritable: hexadecimal,
            permitted: hexadecimal,
            effective: hexadecimal,
            bounding: hexadecimal,
            ambient: hexadecimal,
          }),
        ),
        noNewPrivileges: maybe(z.boolean()),
        filters: maybe(count).describe("of system calls, the engine's own included"),
        looks: count.describe("in how many it was seen so"),
        last: maybe(z.literal(true)).describe("also in the last one, before the stop"),
      }),
    ),
  })
  .meta({ id: "Processes", description: "as what the processes of one life ran" });

const notRead = z.object({ reason: text.describe("why that could not be read") });

const permissions = z
  .union([
    notRead,
    z.object({
      byAccess: dictionary(list(text)).describe("by type, mode, uid, gid, ACL and capabilities: paths"),
      extended: z
        .union([z.enum(["some", "none"]), notRead])
        .describe("whether ACLs or capabilities were found, in the image's own files too"),
    }),
  ])
  .meta({ id: "FilePermissions", description: "who may do what with files, at one moment" });
const repeats = z.object({ count, failed: count, p50Ms: amount, p95Ms: amount });

const life = z
  .object({
    readyMs: maybe(amount),
    readyCpuSeconds: maybe(amount).describe("CPU that it used until it was ready"),
    steps: list(
      z.object({
        name: text,
        ok: z.boolean(),
        status: maybe(z.int()),
        body: maybe(text),
        bytes: maybe(bytes),
        headers: maybe(dictionary(text)),
        problem: maybe(text),
        expected: maybe(z.literal(true)).describe("what the step declares to come came, and is not kept"),
        ms: amount,
        notDone: maybe(z.literal(true)).describe("set-up of the first life, which a later one does not do again"),
        ageMs: maybe(amount).describe("how long the container had been started when the step began"),
        repeats: maybe(repeats),
      }),
    ),
    exitCode: maybe(z.int()),
    stopMs: maybe(amount),
    oomKilled: z.boolean(),
    stuck: maybe(z.literal(true)).describe("it was not ready in time, or did not stop, and did nothing any more"),
    health: maybe(
      z.object({ status: z.enum(["healthy", "unhealthy"]), runs: count, ms: amount, problem: maybe(text) }),
    ).describe("what came of the image's HEALTHCHECK, run after the steps"),
    owners: maybe(list(z.object({ program: text, uids: list(count) }))).describe("as whom its processes ran"),
    processes: maybe(processes).describe("of the reference trials, and of those in which a process got worse"),
    watch: maybe(
      z.object({
        ms: amount.describe("from its start to the last look"),
        unchangedMs: amount.describe("for how long nothing had changed by then"),
        processes: processes.describe("of the looks since the last change"),
      }),
    ).describe("as what its processes ran while it ran on after its steps; kept as processes is"),
    kept: maybe(list(text)).describe("paths in its volumes after the stop, numbers masked"),
    stored: maybe(list(text)).describe("files among them that changed after it was ready; of the original only"),
    load: maybe(
      z.object({
        clients: count,
        ms: amount,
        steps: list(z.object({ name: text, together: z.boolean(), count, failed: count, problem: maybe(text) })),
        repeats: maybe(repeats).describe("of all steps that were done at once"),
      }),
    ).describe("the steps done by many at once"),
    late: maybe(z.literal(true)).describe("it wrote files after its last step; of the original only"),
    files: maybe(
      z.object({
        written: list(text).describe("made or written, numbers masked"),
        empty: list(text).describe("of these, what holds nothing"),
        removed: list(text).describe("of the image"),
      }),
    ).describe("what it did to files outside of its volumes; of the original only"),
    permissions: maybe(z.object({ ready: maybe(permissions), end: maybe(permissions) })).describe(
      "who may do what with its files; of the original only",
    ),
    usage: maybe(
      z.object({
        atMs: list(amount).describe("end of each point, since just after the start; at most 40 points"),
        memoryBytes: maybe(list(bytes)).describe("the most since the point before, caches of files included"),
        cpus: maybe(list(amount)).describe("on average since the point before"),
        tasks: maybe(list(count)).describe("the most since the point before"),
      }),
    ).describe("what it took over time; a column is missing where the kernel does not tell"),
  })
  .meta({ id: "Life", description: "one start, its steps and its stop; a trial has two when the workload restarts" });

export const trial = z
  .object({
    id: text,
    title: text,
    restrictions,
    outcome,
    problems: list(text),
    lives: list(life),
    traced: maybe(
      z.union([
        z.object({
          kinds: list(
            z.object({
              program: text.describe("as it was executed"),
              parents: list(text),
              uids: list(count.nullable()).describe("real, effective, saved; null is what the container starts with"),
              gids: list(count.nullable()),
              ownGroups: z.boolean().describe("it has set its supplementary groups"),
              jailed: z.boolean().describe("it has a root directory of its own"),
              securebits: count.describe("prctl(2), PR_SET_SECUREBITS"),
            }),
          ),
          changes: maybe(list(text)).describe("calls that take a capability and changed as whom a process runs"),
          refused: maybe(list(text)).describe("such calls that were refused"),
        }),
        z.object({ reason: text.describe("why the kernel does not tell") }),
      ]),
    ).describe("as whom its processes ended, short-lived ones included; kept as processes of its lives is"),
    logTail: list(text),
    logShapes: maybe(list(text)).describe("distinct log lines with times, ids and numbers masked"),
    usage: z.object({
      memoryPeakBytes: maybe(bytes),
      memoryRssBytes: maybe(bytes),
      memoryHeldBytes: maybe(bytes).describe("largest sample of what the kernel could not take back"),
      cpuSeconds: maybe(amount),
      wallSeconds: maybe(amount),
      pidsPeak: maybe(count),
      throttledSeconds: maybe(amount),
      throttledPeriods: maybe(count).describe("periods of its CPU quota in which it had to wait"),
      memoryLimitHits: maybe(count).describe("how often memory had to be taken back to stay below the limit"),
    }),
    ranOut: maybe(
      list(
        z.object({
          what: z.enum(["memory", "tasks", "space", "files", "quota", "refused memory", "watches", "ipc"]),
          where: maybe(text),
          calls: maybe(list(text)),
          programs: maybe(list(text)),
          times: count,
          how: z.enum(["counted", "traced", "sampled"]),
        }),
      ),
    ).describe("what it had no more of, whether it said so or not"),
    watched: maybe(z.enum(["traced", "sampled", "none"])).describe("how refusals for want of room were looked for"),
    ms: amount,
    limit: maybe(text).describe("the safety limit of hullproof that it reached; nothing is learned from it"),
    complaints: maybe(list(text)).describe("new log lines that report trouble, of which nothing else came"),
    filesNotCompared: maybe(text).describe("why owners and modes of its files were not compared"),
    aclsNotCompared: maybe(text).describe("why ACLs and capabilities of its files were not compared"),
    kept: maybe(z.literal(true)).describe("it ran in an earlier call"),
  })
  .meta({ id: "Trial" });

export const proof = z
  .object({
    claim: text,
    trials: list(text),
    verdict: z.enum(["holds", "breaks", "unsure"]),
    detail: text,
    culprit: maybe(text).describe("the restriction that broke it, when one could be named"),
    widening: maybe(list(text)).describe("the smallest widening of the profile that passes, field by field"),
  })
  .meta({ id: "Proof" });

export const suggestion = z
  .object({
    title: text,
    detail: text,
    dockerfile: list(text).describe("lines to add to the final stage"),
    flags: list(text).describe("flags of docker run in place of the profile's"),
    prepared: list(preparedMount).describe("existing volumes that must change their owner once"),
    restrictions,
    trials: list(text).describe("trials that passed under it"),
  })
  .meta({ id: "Suggestion", description: "a change that needs less privilege" });

export const snapshot = z
  .object({
    image: text,
    digest,
    sizeBytes: bytes,
    layers: count,
    wastedBytes: bytes,
    packages: count,
    setuidFiles: count,
    pendingUpdates: maybe(count),
    pendingCves: maybe(count),
    knownVulnerabilities: maybe(count.describe("of advisories and changelogs, without negligible ones")),
    severeVulnerabilities: maybe(count.describe("the critical and high ones among them")),
    base: maybe(
      z.object({
        name: text,
        standIn: maybe(text).describe("what was built in its place"),
        pendingUpdates: maybe(count),
        pendingCves: maybe(count),
      }),
    ).describe("the base image as it is handed out, before any upgrade in the Dockerfile"),
    user: text,
    capabilities: count,
    readOnlyRootfs: z.boolean(),
    writablePaths: z.union([z.literal("all"), list(text)]),
    noNewPrivileges: z.boolean(),
    memoryBytes: maybe(bytes),
    cpus: maybe(amount),
    pids: maybe(count),
  })
  .meta({ id: "Snapshot", description: "what is missing was not measured, or is not limited" });

export const harden = z
  .object({
    original: text.describe("the Dockerfile that was hardened; the lines of fixes are its"),
    dockerfile: text.describe("where the result lies"),
    diff: text,
    fixes: list(
      z.object({
        rule: text,
        title: text,
        applicability: text,
        line: count,
        outcome: z.enum(["applied", "dropped", "not-tried"]),
        reason: text,
        notProven: maybe(text).describe(
          "why its builds and trials prove nothing of it: what stood in for a base image",
        ),
      }),
    ),
    mirrors: list(z.object({ image: text, mirror: text, reason: text })),
    builds: list(z.object({ name: text, seconds: amount, digest })),
    image: maybe(z.object({ name: text, problem: maybe(text) })).describe(
      "under which name the hardened image stays on the engine, or why it does not",
    ),
    noise: list(text).describe("paths that differ between two builds of the original"),
    undeclared: list(text).describe("paths that the applied fixes changed beyond their declared delta"),
    verify: proof,
    slim: maybe(slim),
    emitted: z.object({ dockerRun: text, compose: text }),
    notChecked: list(text),
  })
  .meta({ id: "Harden" });
