import { existsSync, mkdirSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { repositoryOf } from "../../sources/files/confined-path.ts";
import { gitFolder, otherKind, type GitFolder } from "../../sources/git/git-folder.ts";
import { openObjects } from "../../sources/git/object-store.ts";
import { resolveCommit } from "../../sources/git/resolve-commit.ts";
import { writeCommit } from "../../sources/git/write-commit.ts";
import { openPrivateFolder } from "../../sources/leftovers/private-folder.ts";
import { check } from "../findings/check.ts";
import type { Context } from "../context.ts";
import type { CustomRules } from "../rule-runs/custom-rules.ts";

const commitHint = "A baseline can also be an earlier report: hullproof check --format json --output base.json";

/**
 * The report of `check` for the same targets at a commit, in a temporary private folder. Objects are read without Git: nothing of the
 * repository runs, and its Git settings are ignored; its `hullproof.yaml` of that commit applies. Targets absent at that commit have no findings. Throws `Failure`.
 */
export async function reportAt(
  name: string,
  targets: readonly string[],
  context: Context,
): Promise<{ readonly commit: string; readonly report: Report }> {
  const { cwd, progress } = context;
  const top = repositoryOf(cwd);
  const git = gitFolder(top);
  if ("why" in git) throw unknownCommit(name, git.why);
  using objects = openObjects(git);
  const commit = readOrFail(name, () => resolveCommit(name, git, objects));
  if (commit === undefined) throw unknownCommit(name, whyNot(name, git));
  const texts = targets.filter((target) => isTextTarget(target, cwd));
  const outside = texts.find((target) => isAbsolute(target) || relative(top, resolve(cwd, target)).startsWith(".."));
  if (outside !== undefined)
    throw new Failure(
      "bad-usage",
      `${outside} can't be compared with a commit: it is no path below the current repository`,
      {
        hint: "Name it by its path from the current folder.",
      },
    );
  progress({ stage: "baseline", message: `reading ${name}` });
  await using folder = openPrivateFolder("commit");
  // The search limits links to the repository's top folder.
  mkdirSync(join(folder.path, ".git"));
  await writeCommit(commit, objects, folder.path, { signal: context.signal }).catch((error: unknown) => {
    throw unreadableCommit(name, error);
  });
  const commitCwd = join(folder.path, relative(top, cwd));
  const presentTargets = texts.filter((target) => existsSync(resolve(commitCwd, target)));
  const { configFile, customRules, ...rest } = context;
  const settings = configFile === undefined ? {} : { configFile: resolve(cwd, configFile) };
  if (presentTargets.length === 0) return { commit, report: emptyReport(context.version) };
  try {
    return {
      commit,
      report: await check(presentTargets, {
        ...rest,
        ...settings,
        ...(customRules && withCurrentRules(customRules, folder.path, top)),
        cwd: commitCwd,
        progress: () => {},
      }),
    };
  } catch (error) {
    // Without anything to check at that commit, every finding is new.
    if (error instanceof Failure && error.code === "no-such-file")
      return { commit, report: emptyReport(context.version) };
    throw error;
  }
}

/** Custom rules use the current files: no code of the commit runs. */
function withCurrentRules(customRules: CustomRules, folder: string, top: string): Pick<Context, "customRules"> {
  const place = (path: string): string => (path.startsWith(`${folder}/`) ? join(top, relative(folder, path)) : path);
  return { customRules: { ...customRules, place } };
}

function isTextTarget(target: string, cwd: string): boolean {
  return existsSync(resolve(cwd, target)) && !/^(?:daemon|registry|container|oci|rootfs|docker-archive):/.test(target);
}

function emptyReport(version: string): Report {
  return { schemaVersion: 2, tool: { name: "hullproof", version }, targets: [], rules: [], findings: [] };
}

function whyNot(name: string, git: GitFolder): string {
  if (/^[0-9a-f]{4,39}$/.test(name))
    return "this repository has no such branch or tag, and a commit is named by all its digits";
  const kind = otherKind(git);
  return kind ?? "this repository has no such branch, tag or commit";
}

/** Converts an error from a damaged repository into a sentence. */
function readOrFail<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw unreadableCommit(name, cause);
  }
}

function unreadableCommit(name: string, cause: unknown): unknown {
  if (cause instanceof Failure) return cause;
  return new Failure("unreadable", `${name} can't be read: ${(cause as Error).message}`, { hint: commitHint, cause });
}

function unknownCommit(name: string, reason: string): Failure {
  return new Failure("no-such-file", `--baseline ${name} is neither a file nor a commit: ${reason}`, {
    hint: commitHint,
  });
}
