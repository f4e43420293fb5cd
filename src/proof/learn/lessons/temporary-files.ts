import type { Restrictions, Tmpfs } from "../../../domain/profile/restrictions.ts";
import { isWithin } from "../../../text/is-within.ts";
import { idsOf } from "../../experiment/describe-result.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { Candidates, Look } from "../../observe/files/tmpfs-candidates.ts";
import { sized } from "../../restrictions/budget.ts";
import { lesson, type Lesson } from "../lesson.ts";

const folder = "/tmp";

export const temporaryFiles = lesson(["runner", "candidates", "inImage"], ({ runner, candidates, inImage }, current) =>
  learnTemporaryFiles(runner, current, candidates, inImage),
);

/**
 * A tmpfs at `/tmp` of a read-only root if the image has that folder, as in the original: an untested request may need
 * a temporary file. An empty folder shows the same as the image, and all later trials run with it; files of the image
 * that it would hide may be needed.
 */
export async function learnTemporaryFiles(
  runner: ExperimentRunner,
  current: Restrictions,
  candidates: () => Promise<Candidates>,
  inImage: <T>(use: (look: Look) => Promise<T>) => Promise<T>,
): Promise<Lesson> {
  const nothing: Lesson = { restrictions: {}, witnesses: [], proofs: [], because: {} };
  const { workload, imageSummary } = runner;
  const { tmpfs = [], readOnlyRootfs } = current;
  const mountPaths = [...tmpfs, ...workload.volumes, ...(workload.grants?.tmpfs ?? [])].map(({ path }) => path);
  const isMounted = [...mountPaths, ...imageSummary.volumes].some((path) => isWithin(folder, path));
  if (readOnlyRootfs !== true || isMounted) return nothing;
  const directory = await inImage((look) => look(folder));
  if (directory === undefined) return nothing;
  const { mode, uid, gid, entries } = directory;
  const observedTmpfs = (await candidates()).tmpfs.find(({ path }) => path === folder);
  const mount: Tmpfs[] =
    observedTmpfs === undefined ? sized([{ path: folder, mode, uid, gid, sizeBytes: 0 }], []) : [observedTmpfs];
  const restrictions = { tmpfs: [...tmpfs, ...mount].toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
  const reason = `the image has ${folder}, and a larger request may need a temporary file`;
  const because = (text: string) => ({ [`tmpfs ${folder}`]: [text] });
  if (entries === 0) return { ...nothing, restrictions, because: because(reason) };
  const result = await runner.run(`tmpfs ${folder} for temporary files`, { ...current, ...restrictions });
  const trials = idsOf(result.trials).join(", ");
  return result.passes
    ? { ...nothing, restrictions, because: because(`${reason}; ${trials} passed with it`) }
    : { ...nothing, because: because(`not writable: ${trials} broke without what the image has there`) };
}
