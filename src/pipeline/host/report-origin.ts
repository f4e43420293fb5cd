import { basename, isAbsolute } from "node:path";
import { textDialects } from "../../domain/container/text-dialects.ts";
import type { Report } from "../../domain/report/report.ts";
import type { ReportOrigin } from "../../reports/format.ts";
import { isBeneath, repositoryOf } from "../../sources/files/confined-path.ts";
import { gitFolder } from "../../sources/git/git-folder.ts";
import { openObjects } from "../../sources/git/object-store.ts";
import { resolveCommit } from "../../sources/git/resolve-commit.ts";

/** The origin of a report for a page's title: the project of its files, its HEAD, and the date of `time`. An image belongs to no project. */
export function reportOrigin({ targets }: Pick<Report, "targets">, cwd: string, time: string): ReportOrigin {
  const date = time.slice(0, 10);
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
  ...textDialects,
]);

/** Undefined without a readable repository: a page needs no commit. */
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
