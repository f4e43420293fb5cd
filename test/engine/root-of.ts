import type { Workload } from "../../src/domain/workload/workload.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnRootFilesystem } from "../../src/proof/learn/lessons/root-filesystem.ts";
import { observeExecutedFiles } from "../../src/proof/observe/files/executed-files.ts";
import { lookAtImage } from "../../src/proof/observe/files/image-look.ts";
import { observeLasting } from "../../src/proof/observe/files/lasting.ts";
import { observeStored } from "../../src/proof/observe/files/stored.ts";
import { tmpfsCandidates } from "../../src/proof/observe/files/tmpfs-candidates.ts";
import { observeWrites } from "../../src/proof/observe/files/writes.ts";
import { withPlaces } from "../../src/proof/restrictions/writable-places.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import type { ProofImage } from "./proof-image.ts";

/** What a read-only root would need, and the lesson that finds out: a trial for each of it. */
export async function rootOf(
  session: EngineSession,
  image: ProofImage,
  workload: Workload,
  mounts: readonly string[] = [],
) {
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const lasting = observeLasting(session, mounts);
  const stored = observeStored(mounts, workload.steps);
  const executed = observeExecutedFiles(session);
  const writes = observeWrites(session.engine, mounts);
  const observe = [executed, writes].map(({ observer }) => observer);
  const base = await runReference(session, { ...request, observe, observeAll: [lasting.observer, stored.observer] });
  const runner = createExperimentRunner(session, { ...request, reference: base, stage: "learn" });
  const seen = { lasting: lasting.lasting(), clientFiles: stored.stored(), executed: executed.files() };
  const candidates = () => lookAtImage(session, image.image, (look) => tmpfsCandidates(writes.writes(), look, seen));
  const found = await candidates();
  return {
    candidates: found,
    learn: () => learnRootFilesystem(runner, {}, candidates),
    /** Read-only, with all of it. */
    ask: () => runner.run("read-only root", withPlaces({}, [...found.tmpfs, ...found.volumes])),
  };
}
