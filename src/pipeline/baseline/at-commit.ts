import { existsSync, mkdirSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { repositoryOf } from "../../sources/files/named-place.ts";
import { gitFolder, otherKind, type GitFolder } from "../../sources/git/git-folder.ts";
import { openObjects } from "../../sources/git/object-store.ts";
import { resolveCommit } from "../../sources/git/resolve-commit.ts";
import { writeCommit } from "../../sources/git/write-commit.ts";
import { openPrivateFolder } from "../../sources/leftovers/private-folder.ts";
import { check } from "../check/check.ts";
import type { Context } from "../context.ts";
import type { CustomRules } from "../custom-rules/custom-rules.ts";

const instead = "A baseline can also be an earlier report: hullproof check --format json --output base.json";

/**
 * What `check` says of the same targets as a commit has them, in a private folder that goes with it. Its objects are read without Git: nothing of the
 * repository is run, and its settings do not count; its `hullproof.yaml` does, as it was then. Targets that were not there have no findings. Throws `Failure`.
 */
export async function reportAt(
  name: string,
  targets: readonly string[],
  context: Context,
): Promise<{ readonly commit: string; readonly report: Report }> {
  const { cwd, progress } = context;
  const top = repositoryOf(cwd);
  const git = gitFolder(top);
  if ("why" in git) throw unknown(name, git.why);
  using objects = openObjects(git);
  const commit = readable(name, () => resolveCommit(name, git, objects));
  if (commit === undefined) throw unknown(name, whyNot(name, git));
  const texts = targets.filter((target) => isText(target, cwd));
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
  // The search takes the top of a repository for the end of what links may lead to.
  mkdirSync(join(folder.path, ".git"));
  await writeCommit(commit, objects, folder.path, { signal: context.signal }).catch((error: unknown) => {
    throw unreadable(name, error);
  });
  const there = join(folder.path, relative(top, cwd));
  const found = texts.filter((target) => existsSync(resolve(there, target)));
  const { configFile, customRules, ...rest } = context;
  const settings = configFile === undefined ? {} : { configFile: resolve(cwd, configFile) };
  if (found.length === 0) return { commit, report: nothing(context.version) };
  try {
    return {
      commit,
      report: await check(found, {
        ...rest,
        ...settings,
        ...(customRules && todays(customRules, folder.path, top)),
        cwd: there,
        progress: () => {},
      }),
    };
  } catch (error) {
    // Nothing to check there: what is found now is new.
    if (error instanceof Failure && error.code === "no-such-file") return { commit, report: nothing(context.version) };
    throw error;
  }
}

/** Of rules of a user's own, the files as they are now: nothing of a commit is run. */
function todays(customRules: CustomRules, folder: string, top: string): Pick<Context, "customRules"> {
  const place = (path: string): string => (path.startsWith(`${folder}/`) ? join(top, relative(folder, path)) : path);
  return { customRules: { ...customRules, place } };
}

function isText(target: string, cwd: string): boolean {
  return existsSync(resolve(cwd, target)) && !/^(?:daemon|registry|container|oci|rootfs|docker-archive):/.test(target);
}

function nothing(version: string): Report {
  return { schemaVersion: 1, tool: { name: "hullproof", version }, targets: [], rules: [], findings: [] };
}

function whyNot(name: string, git: GitFolder): string {
  if (/^[0-9a-f]{4,39}$/.test(name))
    return "this repository has no such branch or tag, and a commit is named by all its digits";
  const kind = otherKind(git);
  return kind ?? "this repository has no such branch, tag or commit";
}

/** What a damaged repository throws, in a sentence. */
function readable<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

function unreadable(name: string, cause: unknown): unknown {
  if (cause instanceof Failure) return cause;
  return new Failure("unreadable", `${name} can't be read: ${(cause as Error).message}`, { hint: instead, cause });
}

function unknown(name: string, why: string): Failure {
  return new Failure("no-such-file", `--baseline ${name} is neither a file nor a commit: ${why}`, { hint: instead });
}
