import type { Permit } from "../../consent/decide.ts";
import { soleLayers } from "../../data/default-seccomp/sole-layers.ts";
import type { Profile } from "../../domain/profile.ts";
import type { Restrictions } from "../../domain/restrictions.ts";
import type { Progress } from "../../domain/progress.ts";
import { toRestrictions } from "../../domain/to-restrictions.ts";
import type { Proof } from "../../domain/trial.ts";
import type { Learned } from "../../domain/learned.ts";
import { shownWorkload } from "../../domain/env-by-name.ts";
import type { Workload } from "../../domain/workload.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import { portsOf } from "../trial/setting/container-spec.ts";
import { findCulprit } from "../lab/culprit/culprit.ts";
import { sized } from "../restrictions/budget.ts";
import { sharedMemory } from "./lessons/shared-memory.ts";
import { lookAtImage } from "../observe/files/image-look.ts";
import { nothingKnown, type Known } from "../lab/known.ts";
import { howCompared } from "../judge/identity/how-compared.ts";
import { withLoad } from "../workload/with-load.ts";
import { besideProfile } from "./beside-profile.ts";
import type { Lab } from "../lab/lab.ts";
import { openLab } from "../lab/open-lab.ts";
import { learnCapabilities } from "./lessons/capabilities.ts";
import { grantedTo } from "../restrictions/granted-to.ts";
import { measureContention } from "./contention.ts";
import { learnCpus } from "./lessons/cpus.ts";
import { elsewhere, learnEnvironment } from "./lessons/environment.ts";
import { learnGrants } from "./lessons/grants.ts";
import { learnInit } from "./lessons/init.ts";
import { type Lesson } from "./lesson.ts";
import { idsOf } from "../lab/answer-words.ts";
import { learnMemory } from "./lessons/memory.ts";
import { learnNetwork } from "./lessons/network.ts";
import { learnNoNewPrivileges } from "./lessons/no-new-privileges.ts";
import { learnPids, tasksFor } from "./lessons/pids.ts";
import { ownTrouble } from "./own-trouble.ts";
import { learnRootFilesystem } from "./lessons/root-filesystem.ts";
import { learnSeccomp } from "./lessons/seccomp.ts";
import { learnStepDown, stepDownOf } from "./lessons/step-down.ts";
import { learnUser } from "./lessons/user.ts";
import { isRoot, unprivileged } from "../restrictions/user.ts";
import { finalUser } from "../observe/identity/identities.ts";
import { tmpfsCandidates, type Look } from "../observe/files/tmpfs-candidates.ts";
import { observeWrites, type Write } from "../observe/files/writes.ts";
import { observedBaseline } from "./observed-baseline.ts";
import { sameText } from "../judge/same-text.ts";
import { trialIds } from "../trial/trial-ids.ts";

/** Beside one for each capability: user, mounts, limits, the list of calls, the whole twice. An estimate, for the progress only. */
const otherQuestions = 22;

export interface LearnRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  /** How the profile calls the image. */
  readonly imageName: string;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly progress: Progress;
  /** Share one counter to number the trials of a whole report. */
  readonly trialIds?: () => string;
  /** Answers of earlier runs; default none. */
  readonly known?: Known;
  /** Measure it beside a neighbour that burns CPU and memory, with and without limits. */
  readonly contention?: boolean;
}

/**
 * Learns the least privilege and the limits of an image by running it. Each question is asked under everything learned
 * before, so that the answers hold together; at the end all of it is run twice. Throws what `baseline` throws, and
 * `bad-image` for a user that cannot be told in numbers.
 */
export async function learn(run: Run, request: LearnRequest): Promise<Learned> {
  const { image, imageSummary, workload, permit, progress } = request;
  const known = dependsOnImageOnly(workload) ? (request.known ?? nothingKnown) : nothingKnown;
  const nextId = request.trialIds ?? trialIds();
  const { base, control, seen } = await observedBaseline(run, { ...request, trialIds: nextId, known });
  const lab = openLab(run, {
    image,
    imageSummary,
    workload: base.workload,
    permit,
    baseline: base,
    trialIds: nextId,
    progress,
    stage: "learn",
    expected: base.ran.length + otherQuestions + seen.capabilities.capabilities.length,
    known,
    load: control,
  });

  const lessons: Lesson[] = [];
  const keep = <T extends Lesson>(lesson: T): T => {
    lessons.push(lesson);
    return lesson;
  };
  const current = (): Restrictions =>
    lessons.reduce<Restrictions>((all, { restrictions }) => ({ ...all, ...restrictions }), {});
  const inImage = <T>(use: (look: Look) => Promise<T>) => lookAtImage(run, image, use);
  const used = {
    ...(seen.lasting && { lasting: seen.lasting }),
    executed: [...(seen.executed ?? []), ...seen.system.files.executed],
  };
  // Once it runs with less it may write elsewhere.
  const mounts = [...workload.volumes.map(({ path }) => path), ...imageSummary.volumes];
  const writes = observeWrites(run.engine, mounts);
  const written = () => union(seen.writes, writes.writes());

  const candidates = async () => {
    const found = await inImage((look) => tmpfsCandidates(written(), look, used));
    return { ...found, tmpfs: sized(found.tmpfs, written()) };
  };
  const user = keep(await learnUser(lab, {}, seen.processes, async () => (await candidates()).tmpfs));
  const own = user.restrictions.tmpfs === undefined ? undefined : unprivileged;
  const startsAsRoot = user.restrictions.user === "0:0";
  const { required, tolerated } = keep(
    await learnCapabilities(lab, current(), seen.capabilities, startsAsRoot || !isRoot(imageSummary.user)),
  );
  keep(await learnNoNewPrivileges(lab, current(), [writes.observer]));
  keep(await learnRootFilesystem(lab, current(), candidates, own));
  keep(sharedMemory(seen.shm));
  keep(await learnGrants(lab, current()));
  keep(await learnInit(lab, current(), seen.processes));
  keep(await learnNetwork(lab, current(), seen.system.sockets.connects === true ? undefined : seen.network));
  const tasks = tasksFor(lab, seen.capabilities.tasksPeak);
  const { memoryBytes } = keep(await learnMemory(lab, current(), tasks.pids));
  const { pids } = keep(await learnPids(lab, current(), tasks));
  const { cpus } = keep(await learnCpus(lab, current(), seen.cpu));
  const final = startsAsRoot ? finalUser(seen.processes) : undefined;
  const stepsDown = final && (await stepDownOf(lab, current(), final, inImage));
  const others = elsewhere(lab, current(), seen.system.sockets.pings === true);
  // None of them depends on another's answer.
  await lab.askAll([...(stepsDown ? [stepsDown] : []), ...others].map(({ question }) => question));
  const stepDown = stepsDown && keep(await learnStepDown(lab, stepsDown));
  const { assumptions } = keep(await learnEnvironment(lab, current(), others));
  // Last: what the container calls depends on all that it is refused otherwise.
  keep(await learnSeccomp(lab.underLoad, current(), seen.system.calls, seen.system.syscalls.reason));

  const beside = await besideProfile(run, { image, imageSummary, permit }, base, {
    listening: seen.system.sockets.listening,
    tmpfs: current().tmpfs ?? [],
  });
  const usedNames = seen.capabilities.capabilities.map(({ name }) => name);
  const [uid = 0, gid = 0] = (current().user ?? "0:0").split(":").map(Number);
  const { noNewPrivileges = false, readOnlyRootfs = false, tmpfs = [], shmBytes } = current();
  const { seccomp, ulimits, devices, init } = current();
  const network = current().network ?? workload.grants?.network;
  const witnesses = lessons.flatMap((lesson) => lesson.witnesses);
  const layers = soleLayers({ capabilities: { required, soft: [], unused: [] }, ...(seccomp && { seccomp }) });
  const profile: Profile = {
    schemaVersion: 1,
    image: { name: request.imageName, digest: imageSummary.id },
    engine: { version: run.engine.info.version, apiVersion: run.engine.info.apiVersion },
    kernel: run.engine.info.kernel,
    workload: shownWorkload(withLoad(workload, control.baseline?.workload.load)),
    user: { uid, gid },
    capabilities: {
      required,
      soft: usedNames.filter((name) => !required.includes(name)),
      unused: grantedTo(lab).filter((name) => !required.includes(name) && !usedNames.includes(name)),
    },
    ...(seccomp && { seccomp }),
    noNewPrivileges,
    readOnlyRootfs,
    tmpfs,
    volumes: workload.volumes,
    memoryBytes,
    ...(shmBytes !== undefined && { shmBytes }),
    cpus,
    pids,
    ...(ulimits && { ulimits }),
    ...(devices && { devices }),
    ...(init && { init }),
    ...(network && { network }),
    ports: portsOf(workload),
    sysctls: workload.grants?.sysctls ?? {},
    assumptions: {
      ...assumptions,
      observation: seen.capabilities.method,
      processes: howCompared(base.trials[0]),
      ...(layers.length > 0 && { "single layers": layers.join(" ") }),
    },
    because: lessons.reduce<Profile["because"]>((all, one) => ({ ...all, ...one.because }), {}),
    ...(tolerated.length > 0 && { tolerated }),
    ...beside,
    witnesses,
    provenFor: control.provenFor,
  };
  const together = await proveTogether(lab.underLoad, toRestrictions(profile));
  const contention = request.contention === true ? await measureContention(lab, toRestrictions(profile)) : undefined;
  return {
    profile,
    trials: lab.trials,
    witnesses,
    proofs: [
      ...lessons.flatMap(({ proofs }) => proofs),
      ...ownTrouble(base),
      ...(contention ? [contention] : []),
      together,
    ],
    suggestions: stepDown?.suggestion === undefined ? [] : [stepDown.suggestion],
    observed: {
      method: seen.capabilities.method,
      reason: seen.capabilities.reason,
      capabilities: seen.capabilities.capabilities,
      writes: written().map(({ path }) => path),
      files: seen.system.files,
      syscalls: seen.system.syscalls,
      sockets: seen.system.sockets,
    },
  };
}

/** Files of the host, other images and scripts change without the question changing: such answers are not kept. */
function dependsOnImageOnly({ volumes, companions = [], steps }: Workload): boolean {
  return (
    companions.length === 0 &&
    volumes.every(({ from }) => from === undefined) &&
    steps.every(({ kind }) => kind !== "run")
  );
}

/** Each path once, as it was seen last; in order of their paths. */
function union(before: readonly Write[], now: readonly Write[]): Write[] {
  const found = new Map([...before, ...now].map((write) => [write.path, write]));
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Each restriction was learned under the others before it; this runs the whole, limits at their final values, twice. */
async function proveTogether(lab: Lab, restrictions: Restrictions): Promise<Proof> {
  const claim = "behaves as the original under the whole profile, restart included";
  const answer = await lab.confirm("the whole profile", restrictions);
  if (answer.passes) return { claim, trials: idsOf(answer.trials), verdict: "holds", detail: sameText(answer.trials) };
  const found = await findCulprit(lab, restrictions, answer);
  return {
    claim,
    trials: [...idsOf(answer.trials), ...found.trials],
    verdict: "breaks",
    detail: `${answer.problem}. ${found.detail}`,
    ...(found.culprit === undefined ? {} : { culprit: found.culprit }),
  };
}
