import { textAt, type GitFolder } from "./git-folder.ts";
import type { ObjectStore } from "./object-store.ts";

/** Maximum bytes of `packed-refs`: a hundred thousand references. */
const mostPacked = 16 * 1024 * 1024;
/** Maximum number of symbolic references, and of steps in `~3^^`. */
const mostSteps = 1_000;

/**
 * Resolves a revision (gitrevisions(7)): a branch, a tag, `origin/main`, `HEAD` or all 40 digits, followed by `~N`
 * and `^`. Undefined for a missing or unsupported one.
 */
export function resolveCommit(name: string, git: GitFolder, objects: ObjectStore): string | undefined {
  const [, start = "", steps = ""] = /^([\w./@-]+)((?:~\d{0,4}|\^)*)$/.exec(name) ?? [];
  if (start === "" || start.split("/").includes("..")) return undefined;
  let commit = commitOf(refered(start, git), objects);
  let remainingSteps = mostSteps;
  for (const [step] of steps.matchAll(/~\d*|\^/g)) {
    let times = step === "^" || step === "~" ? 1 : Number(step.slice(1));
    for (; times > 0 && commit !== undefined && remainingSteps > 0; times--, remainingSteps--)
      commit = parentOf(commit, objects);
  }
  return remainingSteps > 0 ? commit : undefined;
}

function refered(name: string, git: GitFolder): string | undefined {
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  const places = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"].map((before) => before + name);
  for (const place of [...places, `refs/remotes/${name}/HEAD`]) {
    const id = lookUp(place, git);
    if (id !== undefined) return id;
  }
  return undefined;
}

function lookUp(first: string, git: GitFolder): string | undefined {
  let place = first;
  for (let links = 0; links < 10; links++) {
    // The folder of HEAD also contains files that are not references.
    if (!/^(?:refs\/.+|[A-Z_]*HEAD)$/.test(place)) return undefined;
    const text = textAt(git.own, place) ?? textAt(git.common, place);
    const link = /^ref: (\S+)\s*$/.exec(text ?? "")?.[1];
    // FETCH_HEAD adds its origin after the digest.
    if (link === undefined) return /^([0-9a-f]{40})(?:\s|$)/.exec(text ?? "")?.[1] ?? packedRef(place, git);
    place = link;
  }
  return undefined;
}

function packedRef(place: string, { common }: GitFolder): string | undefined {
  const text = textAt(common, "packed-refs", mostPacked) ?? "";
  for (const line of text.split("\n"))
    if (line.slice(41) === place && /^[0-9a-f]{40} /.test(line)) return line.slice(0, 40);
  return undefined;
}

/** Resolves tags, which may point to tags. */
function commitOf(start: string | undefined, objects: ObjectStore): string | undefined {
  let id = start;
  for (let tags = 0; id !== undefined && tags < 10; tags++) {
    const gitObject = objects.read(id);
    if (gitObject?.type === "commit") return id;
    id =
      gitObject?.type === "tag"
        ? /^object ([0-9a-f]{40})\n/.exec(gitObject.content.toString("latin1", 0, 64))?.[1]
        : undefined;
  }
  return undefined;
}

function parentOf(commit: string, objects: ObjectStore): string | undefined {
  const text = objects.read(commit)?.content.toString("latin1", 0, 256) ?? "";
  return /^tree [0-9a-f]{40}\nparent ([0-9a-f]{40})\n/.exec(text)?.[1];
}
