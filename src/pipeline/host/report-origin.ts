import { basename, isAbsolute } from "node:path";
import type { Report } from "../../domain/report/report.ts";
import type { ReportOrigin } from "../../reports/format.ts";
import { isBeneath, repositoryOf } from "../../sources/files/named-place.ts";
import { gitFolder } from "../../sources/git/git-folder.ts";
import { openObjects } from "../../sources/git/object-store.ts";
import { resolveCommit } from "../../sources/git/resolve-commit.ts";

/** For the title of a page: the project whose files a report is about, its HEAD, and `now` as a day. An image is of no project. */
export function reportOrigin({ targets }: Pick<Report, "targets">, cwd: string, now: string): ReportOrigin {
  const date = now.slice(0, 10);
  const files = targets.filter(({ kind, rendered }) => fileKinds.has(kind) && rendered === undefined);
  if (files.length === 0 || !files.every(({ id }) => !isAbsolute(id) && isBeneath(id))) return { date };
  const top = repositoryOf(cwd);
  const commit = headOf(top);
  return { date, project: basename(top), ...(commit !== undefined && { commit }) };
}

const fileKinds: ReadonlySet<string> = new Set<Report["targets"][number]["kind"]>([
  "dockerfile",
  "document",
  "compose",
  "kubernetes",
  "quadlet",
]);

/** Undefined where there is no repository, or one that is damaged: a page needs no commit. */
function headOf(top: string): string | undefined {
  const git = gitFolder(top);
  if ("why" in git) return undefined;
  try {
    using objects = openObjects(git);
    return resolveCommit("HEAD", git, objects);
  } catch {
    return undefined;
  }
}
