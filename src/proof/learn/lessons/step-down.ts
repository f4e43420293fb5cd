import type { Capability } from "../../../domain/profile/capability.ts";
import type { PreparedDirectory, Restrictions, Tmpfs } from "../../../domain/profile/restrictions.ts";
import type { Recommendation } from "../../../domain/workload/trial.ts";
import { ofRestrictions } from "../../../dialects/print/of-restrictions.ts";
import { runFlags } from "../../../dialects/run-line/print/run-flags.ts";
import { flagText } from "../../../dialects/text/flag.ts";
import { shellQuote } from "../../../dialects/text/shell-quote.ts";
import type { ExperimentRunner, Experiment } from "../../experiment/experiment-runner.ts";
import { lateDrop } from "../../experiment/late-drop.ts";
import { finalUser, idText, type Identity } from "../../observe/identity/identities.ts";
import type { Look } from "../../observe/files/tmpfs-candidates.ts";
import { handedOver } from "../../restrictions/handed-over.ts";
import { lessonAskedBeside, type Lesson } from "../lesson.ts";
import { ownMounts } from "./own-mounts.ts";
import { idsOf, describeResult, witness } from "../../experiment/describe-result.ts";

export const stepDown = lessonAskedBeside(
  ["runner", "processes", "inImage"],
  async ({ runner, processes, inImage }, current) => {
    const final = current.user === "0:0" ? (finalUser(processes) ?? (await lateDrop(runner))?.user) : undefined;
    if (final === undefined) return undefined;
    const stepDownPlan = await stepDownOf(runner, current, final, inImage);
    return { questions: [stepDownPlan.question], learn: () => learnStepDown(runner, stepDownPlan) };
  },
);

/** Started as its final user. */
interface StepDown {
  readonly question: Experiment;
  readonly final: Identity;
  readonly prepared: readonly PreparedDirectory[];
  readonly tmpfs: readonly Tmpfs[];
  /** Capabilities that root had. */
  readonly had: readonly Capability[];
}

/**
 * For root that only steps down: runs the container as its final user without any capability, with its tmpfs mounts and
 * volumes owned by that user. A pass is proposed with the exact change; a break is the witness of root. `current` is
 * everything learned.
 */
async function stepDownOf(
  runner: ExperimentRunner,
  current: Restrictions,
  final: Identity,
  inImage: <T>(use: (look: Look) => Promise<T>) => Promise<T>,
): Promise<StepDown> {
  const { user: _, addCapabilities: had = [], ...rest } = current;
  // Files of the host keep their owners.
  const mounts = ownMounts(runner, ({ from }) => from === undefined);
  const preparedMounts = await inImage((look) => foreign(mounts, final, look));
  const tmpfs = handedOver(rest.tmpfs ?? [], final);
  const restrictions: Restrictions = {
    user: idText(final),
    ...rest,
    dropAll: true,
    addCapabilities: [],
    ...(tmpfs.length > 0 && { tmpfs }),
    ...(preparedMounts.length > 0 && { prepared: preparedMounts }),
  };
  const title = `started as ${idText(final)} without any capability${preparedMounts.length > 0 ? ", its volumes handed over" : ""}`;
  return { question: { title, restrictions }, final, prepared: preparedMounts, tmpfs, had };
}

async function learnStepDown(
  runner: ExperimentRunner,
  { question: { title, restrictions }, final, prepared, tmpfs, had }: StepDown,
): Promise<Lesson> {
  const result = await runner.run(title, restrictions);
  const because = {
    user: [`it starts as root and steps down to ${idText(final)} by itself`, describeResult(result, title)],
  };
  if (!result.passes) {
    const rootWitness = witness("user", "0:0", result);
    return { restrictions: {}, witnesses: [rootWitness], proofs: [], because };
  }
  const capabilitiesText = had.length === 1 ? `${had[0]} is` : `${had.join(", ")} are`;
  const suggestion: Recommendation = {
    title: `Start it as ${idText(final)} itself`,
    detail: `It starts as root only to become ${idText(final)}. Started as that user it behaves the same, and ${had.length === 0 ? "root is" : `root, ${capabilitiesText}`} not needed.`,
    dockerfile: [
      ...prepared.map(({ path }) => `RUN chown ${idText(final)} ${shellQuote(path)}`),
      `USER ${idText(final)}`,
    ],
    flags: runFlags(ofRestrictions({ user: idText(final), dropAll: true, ...(tmpfs.length > 0 && { tmpfs }) })).map(
      flagText,
    ),
    prepared,
    restrictions,
    trials: idsOf(result.trials),
  };
  return { restrictions: {}, witnesses: [], proofs: [], because, suggestion };
}

/** Mount points owned by another user in the image, with the required owner and their mode. */
async function foreign(mounts: readonly string[], { uid, gid }: Identity, look: Look): Promise<PreparedDirectory[]> {
  const preparedMounts: PreparedDirectory[] = [];
  for (const path of [...new Set(mounts)].toSorted()) {
    const directory = await look(path);
    if (directory === undefined) preparedMounts.push({ path, uid, gid, mode: "755" });
    else if (directory.uid !== uid) preparedMounts.push({ path, uid, gid, mode: directory.mode });
  }
  return preparedMounts;
}
