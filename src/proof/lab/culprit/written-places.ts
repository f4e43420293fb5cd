import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { lookAtImage } from "../../observe/files/image-look.ts";
import type { Lab } from "../lab.ts";
import { sized } from "../../restrictions/budget.ts";
import { observeExecutedFiles } from "../../observe/files/executed-files.ts";
import { observeLasting } from "../../observe/files/lasting.ts";
import { tmpfsCandidates, type Candidates } from "../../observe/files/tmpfs-candidates.ts";
import { observeStored } from "../../observe/files/stored.ts";
import { observeWrites } from "../../observe/files/writes.ts";

/** Where the container writes under these restrictions, beside its mounts, and which of these places a tmpfs can stand in for. */
export async function writtenPlaces(lab: Lab, title: string, restrictions: Restrictions): Promise<Candidates> {
  const { run, image, imageSummary, workload } = lab;
  const { tmpfs = [], anonymousVolumes = [] } = restrictions;
  const mounts = [...tmpfs, ...anonymousVolumes, ...workload.volumes].map(({ path }) => path);
  const all = [...mounts, ...imageSummary.volumes];
  const writes = observeWrites(run.engine, all);
  const lasting = observeLasting(run, all);
  const stored = observeStored(all, workload.steps);
  const executed = observeExecutedFiles(run);
  const observe = [lasting, stored, executed, writes].map(({ observer }) => observer);
  await lab.ask(title, restrictions, { observe });
  // Whether it depends on what was there, a second container tells.
  if (lasting.lasting().files.length + stored.stored().length > 0)
    await lab.ask(`${title}, again`, restrictions, { observe });
  const seen = { lasting: lasting.lasting(), clientFiles: stored.stored(), executed: executed.files() };
  const found = await lookAtImage(run, image, (look) => tmpfsCandidates(writes.writes(), look, seen));
  return { ...found, tmpfs: sized(found.tmpfs, writes.writes()) };
}
