import { basename, dirname, join, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { watchFolders, type FolderWatch } from "../../sources/files/watch-folders.ts";
import { compareReports } from "../baseline/compare.ts";
import { comparable } from "../baseline/earlier.ts";
import { fileExists } from "../baseline/with-baseline.ts";
import type { Context } from "../context.ts";
import { check } from "./check.ts";
import { searchTargets, type FoundTargets } from "./targets.ts";

/** What a watch says, one after the other. */
export type Watched =
  /** The first look. `unheard`: why the system does not say what changes. */
  | {
      readonly kind: "all";
      readonly report: Report;
      readonly folders: number;
      readonly unheard?: string;
    }
  /** Files changed, and this is what came and went by it. */
  | {
      readonly kind: "change";
      readonly files: readonly string[];
      readonly new: readonly Finding[];
      readonly fixed: readonly PastFinding[];
      readonly report: Report;
    }
  /** Nothing can be said until something changes again. */
  | { readonly kind: "stopped"; readonly files: readonly string[]; readonly reason: string; readonly hint: string };

/**
 * Checks, and checks again whenever a file changes that could change the answer: in the folders that were searched, in those of files that were named, and in
 * settings. Ends when the context's signal is aborted. Throws what the first check throws, and `bad-usage` for an image, which does not change by itself.
 */
export async function* watchCheck(
  targets: readonly string[],
  context: Context & { readonly signal: AbortSignal },
  watch: FolderWatch = watchFolders(),
): AsyncGenerator<Watched> {
  using watched = watch;
  const { signal } = context;
  let last: Report | undefined;
  let files: readonly string[] = [];
  let folders: readonly string[] = [];
  while (!signal.aborted) {
    try {
      folders = await followed(watched, targets, folders, context);
      const report = await check(targets, context);
      if (last === undefined) {
        const { unheard, heard } = watched;
        yield { kind: "all", report, folders: heard, ...(unheard !== undefined && { unheard }) };
      } else {
        const change = changeOf(last, report, context);
        if (change.new.length + change.fixed.length > 0 || files.some((file) => isJudged(file, report, context)))
          yield { kind: "change", files: files.map((file) => relative(context.cwd, file)), ...change, report };
      }
      last = report;
    } catch (error) {
      if (signal.aborted) return;
      if (last === undefined || !(error instanceof Failure)) throw error;
      yield {
        kind: "stopped",
        files: files.map((file) => relative(context.cwd, file)),
        reason: error.message,
        hint: error.hint,
      };
      // What comes back is new again.
      if (error.code === "no-such-file") last = { ...last, findings: [] };
    }
    files = await watched.changed(signal);
  }
}

/** Rounds of a search: folders may be made faster than they can be found. */
const mostRounds = 5;

/** Watches first, and looks then: what is made between the two is seen. A folder that is found only then is followed, and looked for again. */
async function followed(
  watched: FolderWatch,
  targets: readonly string[],
  before: readonly string[],
  context: Context,
): Promise<readonly string[]> {
  const settings = [context.configFile, context.userConfigFile].flatMap((file) =>
    file === undefined ? [] : [resolve(context.cwd, file)],
  );
  let folders = before;
  for (let round = 0; round < mostRounds; round++) {
    watched.follow(folders, settings);
    const found = await searchTargets(targets, context.cwd, context.layers);
    const now = foldersOf(found, context.cwd);
    if (now.every((folder) => folders.includes(folder))) return folders;
    folders = now;
  }
  return folders;
}

function foldersOf({ found, folders }: FoundTargets, cwd: string): readonly string[] {
  const image = found.find((one) => one.kind === "image");
  if (image?.kind === "image")
    throw new Failure("bad-usage", `--watch is about files, and ${image.ref} is an image.`, {
      hint: "Check it in a call of its own, or name what it is built from.",
    });
  const beside = found.flatMap((one) =>
    "path" in one ? [one.path, ...(one.layers ?? [])].map((path) => dirname(resolve(cwd, path))) : [],
  );
  // Profiles of what was proven lie there, and .gitignore may name it.
  const proven = beside.map((folder) => join(folder, ".hullproof"));
  return [...new Set([...folders.map((folder) => resolve(cwd, folder)), ...beside, ...proven])];
}

function changeOf(last: Report, report: Report, { cwd, today }: Context) {
  const earlier = {
    file: "before",
    kind: "report",
    targets: last.targets,
    findings: last.findings.map((one) => comparable(one, last.targets)),
    vulnerabilities: [],
  } as const;
  const { findings, baseline } = compareReports(report, earlier, { today, exists: fileExists(cwd) });
  return { new: findings.filter(({ state }) => state === "new"), fixed: baseline?.fixed ?? [] };
}

/** Whoever saves such a file waits for an answer, also where it is the same as before. */
function isJudged(file: string, { targets }: Report, { cwd }: Context): boolean {
  return basename(file) === "hullproof.yaml" || targets.some(({ name }) => resolve(cwd, name) === file);
}
