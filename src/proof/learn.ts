import { defaultCapabilities } from "../domain/capability.ts";
import type { Profile, Restrictions } from "../domain/profile.ts";
import type { Progress } from "../domain/progress.ts";
import type { Learned, Proof } from "../domain/trial.ts";
import type { Workload } from "../domain/workload.ts";
import type { ImageSummary, Run } from "../sources/engine/types.ts";
import { baseline, type Baseline } from "./baseline.ts";
import { portsOf } from "./container-spec.ts";
import { findCulprit } from "./culprit.ts";
import { lookAtImage } from "./image-look.ts";
import { openLab, type Lab } from "./lab.ts";
import { learnCapabilities } from "./learn/capabilities.ts";
import { learnCpus } from "./learn/cpus.ts";
import { idsOf, type Lesson } from "./learn/lesson.ts";
import { learnMemory } from "./learn/memory.ts";
import { learnNoNewPrivileges } from "./learn/no-new-privileges.ts";
import { learnPids } from "./learn/pids.ts";
import { learnRootFilesystem } from "./learn/root-filesystem.ts";
import { learnSeccomp } from "./learn/seccomp.ts";
import { learnUser, observeIdentity } from "./learn/user.ts";
import { observeBusiestCpu } from "./observe/busiest-cpu.ts";
import { observeCapabilities, type ObservedCapabilities } from "./observe/capabilities.ts";
import { observeSystem, type ObservedSystem } from "./observe/system.ts";
import { tmpfsCandidates } from "./observe/tmpfs-candidates.ts";
import { observeWrites } from "./observe/writes.ts";
import { toRestrictions } from "../domain/to-restrictions.ts";
import { trialIds } from "./trial-ids.ts";

export interface LearnRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  /** How the profile calls the image. */
  readonly imageName: string;
  readonly workload: Workload;
  readonly progress: Progress;
  /** Share one counter to number the trials of a whole report. */
  readonly trialIds?: () => string;
}

/**
 * Learns the least privilege and the limits of an image by running it. Each question is asked under everything learned
 * before, so that the answers hold together; at the end all of it is run twice. Throws what `baseline` throws, and
 * `bad-image` for a user that cannot be told in numbers.
 */
export async function learn(run: Run, request: LearnRequest): Promise<Learned> {
  const { image, imageSummary, workload, progress } = request;
  const nextId = request.trialIds ?? trialIds();
  const mounts = [...workload.volumes.map(({ path }) => path), ...imageSummary.volumes];
  const writes = observeWrites(run.engine, mounts);
  const identity = observeIdentity(run);
  const cpu = observeBusiestCpu(run);
  const capabilities = await observeCapabilities(run);
  const system = await observeSystem(run, mounts);
  let base;
  let observed: ObservedCapabilities;
  let seen: ObservedSystem;
  try {
    const observe = [capabilities, writes, identity, cpu, system].map(({ observer }) => observer);
    base = await baseline(run, { image, imageSummary, workload, trialIds: nextId, progress, observe });
  } finally {
    observed = await capabilities.finish();
    seen = await system.finish();
  }
  const lab = openLab(run, {
    image,
    imageSummary,
    workload: base.workload,
    baseline: base,
    trialIds: nextId,
    progress,
    stage: "learn",
  });

  const lessons: Lesson[] = [];
  const keep = <T extends Lesson>(lesson: T): T => {
    lessons.push(lesson);
    return lesson;
  };
  const current = (): Restrictions =>
    Object.assign({}, ...lessons.map(({ restrictions }) => restrictions)) as Restrictions;
  const candidates = () => lookAtImage(run, image, (look) => tmpfsCandidates(writes.writes(), look));

  const user = keep(await learnUser(lab, {}, identity.identity()));
  const { required } = keep(await learnCapabilities(lab, current(), observed));
  keep(await learnNoNewPrivileges(lab, current(), [writes.observer]));
  keep(await learnRootFilesystem(lab, current(), candidates));
  const { pids } = keep(await learnPids(lab, current(), observed.tasksPeak));
  const { memoryBytes } = keep(await learnMemory(lab, current()));
  const { cpus } = keep(await learnCpus(lab, current(), cpu.share()));
  // Last: what the container calls depends on all that it is refused otherwise.
  keep(await learnSeccomp(lab, current(), seen.calls, seen.syscalls.reason));

  const used = observed.capabilities.map(({ name }) => name);
  const [uid = 0, gid = 0] = (user.restrictions.user ?? "0:0").split(":").map(Number);
  const profile: Profile = {
    schemaVersion: 1,
    image: { name: request.imageName, digest: imageSummary.id },
    engine: { version: run.engine.info.version, apiVersion: run.engine.info.apiVersion },
    kernel: run.engine.info.kernel,
    workload,
    user: { uid, gid },
    capabilities: {
      required,
      soft: used.filter((name) => !required.includes(name)),
      unused: defaultCapabilities.filter((name) => !required.includes(name) && !used.includes(name)),
    },
    ...(current().seccomp && { seccomp: current().seccomp }),
    noNewPrivileges: current().noNewPrivileges ?? false,
    readOnlyRootfs: current().readOnlyRootfs ?? false,
    tmpfs: current().tmpfs ?? [],
    volumes: workload.volumes,
    memoryBytes,
    cpus,
    pids,
    ports: portsOf(workload),
    sysctls: {},
    assumptions: assumptionsOf(run, observed),
    because: Object.assign({}, ...lessons.map(({ because }) => because)) as Profile["because"],
  };
  const together = await proveTogether(lab, toRestrictions(profile));
  return {
    profile,
    trials: [...lab.trials],
    witnesses: lessons.flatMap(({ witnesses }) => witnesses),
    proofs: [...lessons.flatMap(({ proofs }) => proofs), ...stopProof(base), together],
    observed: {
      method: observed.method,
      reason: observed.reason,
      capabilities: observed.capabilities,
      writes: writes.writes().map(({ path }) => path),
      files: seen.files,
      syscalls: seen.syscalls,
      sockets: seen.sockets,
    },
  };
}

/** Only told when it is broken: a container that is killed at each stop loses what it had not written yet. */
function stopProof({ uncleanStop, ran }: Baseline): Proof[] {
  if (uncleanStop === undefined) return [];
  const advice =
    "use the exec form of CMD, let the program handle the signal, or declare the code in workload.stop.exitCodes";
  return [
    { claim: "stops as declared", trials: [ran[0]?.id ?? ""], verdict: "breaks", detail: `${uncleanStop}; ${advice}` },
  ];
}

/** Each restriction was learned under the others before it; this runs the whole, limits at their final values, twice. */
async function proveTogether(lab: Lab, restrictions: Restrictions): Promise<Proof> {
  const claim = "behaves as the original under the whole profile, restart included";
  const answer = await lab.confirm("the whole profile", restrictions);
  if (answer.passes)
    return { claim, trials: idsOf(answer.trials), verdict: "holds", detail: "same answers, log lines and exit codes" };
  const found = await findCulprit(lab, restrictions, answer);
  return {
    claim,
    trials: [...idsOf(answer.trials), ...found.trials],
    verdict: "breaks",
    detail: `${answer.problem}. ${found.detail}`,
    ...(found.culprit === undefined ? {} : { culprit: found.culprit }),
  };
}

/** What decided the answers beside the image: another network mode or other mounts can ask for other capabilities. */
function assumptionsOf(run: Run, observed: ObservedCapabilities): Record<string, string> {
  return {
    cgroup: `v${run.engine.info.cgroupVersion}`,
    // Docker lets a container in its own network bind ports below 1024 without NET_BIND_SERVICE (moby, daemon/oci_linux.go).
    network: "private, net.ipv4.ip_unprivileged_port_start=0",
    observation: observed.method,
    volumes: "owned as the engine makes them from the image",
  };
}
