import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { lookAtImage } from "../../observe/files/image-look.ts";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { sized } from "../../restrictions/budget.ts";
import { observeExecutedFiles } from "../../observe/files/executed-files.ts";
import { observeLasting } from "../../observe/files/lasting.ts";
import { tmpfsCandidates, type Candidates } from "../../observe/files/tmpfs-candidates.ts";
import { observeStored } from "../../observe/files/stored.ts";
import { observeWrites } from "../../observe/files/writes.ts";

/**
 * Paths that the container writes under these restrictions, outside of its mounts, and those that a tmpfs can replace.
 */
export async function writtenPlaces(
  runner: ExperimentRunner,
  title: string,
  restrictions: Restrictions,
): Promise<Candidates> {
  const { session, image, imageSummary, workload } = runner;
  const { tmpfs = [], anonymousVolumes = [] } = restrictions;
  const mounts = [...tmpfs, ...anonymousVolumes, ...workload.volumes].map(({ path }) => path);
  const storagePaths = [...mounts, ...imageSummary.volumes];
  const writes = observeWrites(session.engine, storagePaths);
  const lasting = observeLasting(session, storagePaths);
  const stored = observeStored(storagePaths, workload.steps);
  const executed = observeExecutedFiles(session);
  const observe = [lasting, stored, executed, writes].map(({ observer }) => observer);
  await runner.run(title, restrictions, { observe });
  // A second container shows whether it depends on earlier content.
  if (lasting.lasting().files.length + stored.stored().length > 0)
    await runner.run(`${title}, again`, restrictions, { observe });
  const evidence = { lasting: lasting.lasting(), clientFiles: stored.stored(), executed: executed.files() };
  const candidates = await lookAtImage(session, image, (look) => tmpfsCandidates(writes.writes(), look, evidence));
  return { ...candidates, tmpfs: sized(candidates.tmpfs, writes.writes()) };
}
