import { basename, dirname, join, relative, resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { Finding } from "../../../domain/finding/finding.ts";
import type { PastFinding } from "../../../domain/report/baseline.ts";
import type { Report } from "../../../domain/report/report.ts";
import { watchFolders, type FolderWatch } from "../../../sources/files/watch-folders.ts";
import { compareReports } from "../../baseline/compare.ts";
import { comparable } from "../../baseline/earlier-report.ts";
import { fileExists } from "../../baseline/with-baseline.ts";
import type { Context } from "../../context.ts";
import { check } from "../../findings/check.ts";
import { searchTargets, type FoundTargets } from "../../targets/targets.ts";

/** Events of a watch, in order. */
export type CheckUpdate =
  /** The first report. `unheard`: why the system does not report changes. */
  | {
      readonly kind: "all";
      readonly report: Report;
      readonly folders: number;
      readonly unheard?: string;
    }
  /** Files changed, with new and fixed findings. */
  | {
      readonly kind: "change";
      readonly files: readonly string[];
      readonly new: readonly Finding[];
      readonly fixed: readonly PastFinding[];
      readonly report: Report;
    }
  /** The check failed; the watch continues with the next change. */
  | { readonly kind: "stopped"; readonly files: readonly string[]; readonly reason: string; readonly hint: string };

/**
 * Checks, and checks again when a relevant file changes: in the searched folders, in those of named files, and in
 * settings. Ends when the context's signal is aborted. Throws the errors of the first check, and `bad-usage` for an image, which never changes.
 */
export async function* watchCheck(
  targets: readonly string[],
  context: Context & { readonly signal: AbortSignal },
  watch: FolderWatch = watchFolders(),
): AsyncGenerator<CheckUpdate> {
  using folderWatch = watch;
  const { signal } = context;
  let last: Report | undefined;
  let files: readonly string[] = [];
  let folders: readonly string[] = [];
  while (!signal.aborted) {
    try {
      folders = await followFolders(folderWatch, targets, folders, context);
      const report = await check(targets, context);
      if (last === undefined) {
        const { unheard, heard } = folderWatch;
        yield { kind: "all", report, folders: heard, ...(unheard !== undefined && { unheard }) };
      } else {
        const change = compareToLast(last, report, context);
        if (change.new.length + change.fixed.length > 0 || files.some((file) => isEvaluated(file, report, context)))
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
      // Findings that return are new again.
      if (error.code === "no-such-file") last = { ...last, findings: [] };
    }
    files = await folderWatch.changed(signal);
  }
}

/** Maximum rounds of a search: folders may appear faster than the search finds them. */
const maxRounds = 5;

/** Watches before it searches, so that no folder is missed in between. Newly found folders are watched and searched again. */
async function followFolders(
  folderWatch: FolderWatch,
  targets: readonly string[],
  currentFolders: readonly string[],
  context: Context,
): Promise<readonly string[]> {
  const settings = [context.configFile, context.userConfigFile].flatMap((file) =>
    file === undefined ? [] : [resolve(context.cwd, file)],
  );
  let folders = currentFolders;
  for (let round = 0; round < maxRounds; round++) {
    folderWatch.follow(folders, settings);
    const search = await searchTargets(targets, context.cwd, context.layers);
    const searchedFolders = foldersOf(search, context.cwd);
    if (searchedFolders.every((folder) => folders.includes(folder))) return folders;
    folders = searchedFolders;
  }
  return folders;
}

function foldersOf({ found, folders }: FoundTargets, cwd: string): readonly string[] {
  const image = found.find((target) => target.kind === "image");
  if (image?.kind === "image")
    throw new Failure("bad-usage", `--watch is about files, and ${image.ref} is an image.`, {
      hint: "Check it in a separate call, or name what it is built from.",
    });
  const targetFolders = found.flatMap((target) =>
    "path" in target ? [target.path, ...(target.layers ?? [])].map((path) => dirname(resolve(cwd, path))) : [],
  );
  // Includes folders of profiles, which .gitignore may exclude.
  const proven = targetFolders.map((folder) => join(folder, ".hullproof"));
  return [...new Set([...folders.map((folder) => resolve(cwd, folder)), ...targetFolders, ...proven])];
}

function compareToLast(last: Report, report: Report, { cwd, today }: Context) {
  const earlier = {
    file: "before",
    kind: "report",
    targets: last.targets,
    findings: last.findings.map((finding) => comparable(finding, last.targets)),
    vulnerabilities: [],
  } as const;
  const { findings, baseline } = compareReports(report, earlier, { today, exists: fileExists(cwd) });
  return { new: findings.filter(({ state }) => state === "new"), fixed: baseline?.fixed ?? [] };
}

/** Saving such a file triggers a report, even if nothing changed. */
function isEvaluated(file: string, { targets }: Report, { cwd }: Context): boolean {
  return basename(file) === "hullproof.yaml" || targets.some(({ name }) => resolve(cwd, name) === file);
}
