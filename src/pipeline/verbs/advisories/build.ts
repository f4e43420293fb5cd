import { Failure } from "../../../domain/failure.ts";
import type { Progress } from "../../../domain/progress.ts";
import { writeStore } from "../../../sources/advisories/store/write-store.ts";
import { compileFeeds } from "./compile.ts";
import { folderFiles } from "./folder-files.ts";
import { buildReport, type BuildReport } from "./build-report.ts";

export interface BuildRequest {
  readonly cwd: string;
  /** Folders and files as named on the command line. */
  readonly inputs: readonly string[];
  /** The store's folder. */
  readonly output: string;
  /** ISO date and time, UTC. */
  readonly now: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/**
 * `advisories build`: reads all inputs, compiles their records and adds them to the store, whose other shards stay.
 * Throws `Failure` when an input does not exist, when none holds an advisory, and when the store cannot be written.
 */
export async function buildAdvisories(request: BuildRequest): Promise<BuildReport> {
  const { inputs, output, now, progress, signal } = request;
  const circumstances = { progress, ...(signal !== undefined && { signal }) };
  const files = await folderFiles(request.cwd, inputs);
  const compiled = await compileFeeds(files, circumstances);
  if (compiled.shards.length === 0 && compiled.facts === undefined) {
    throw new Failure("no-advisories", `no advisory was found in ${inputs.join(", ")} (${files.length} files)`, {
      hint: "OSV records (JSON, JSON lines, ZIP exports), lists and JSON of Debian's tracker, Alpine's secdb, RustSec, rubysec, FriendsOfPHP, retire.js, KEV and EPSS are read. The store is as it was.",
    });
  }
  progress({ stage: "advisories", message: `writing to ${output}` });
  const { manifest, lost } = await writeStore(output, {
    shards: compiled.shards,
    ...(compiled.facts !== undefined && { facts: compiled.facts }),
    now,
    ...(signal !== undefined && { signal }),
  });
  progress({ stage: "advisories", message: `wrote ${compiled.shards.length} shards to ${output}`, done: true });
  return buildReport({ output, compiled, manifest, lost });
}
