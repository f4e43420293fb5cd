import type { ContextFile } from "../../domain/dockerfile/context-folder.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { readsHistory } from "./reads-history.ts";
import { oncePer } from "../../text/once-per.ts";

/** Folders that no image needs: history, and folders that a package manager or an interpreter recreates. */
const needless =
  /^(?:.*\/)?(\.git|\.hg|\.svn|node_modules|\.venv|venv|__pycache__|\.pytest_cache|\.mypy_cache|\.tox|\.terraform|\.idea|\.vscode)\//;

/** Less is no size that a reader acts on: 0.0 MB. */
const minBytes = 50_000;

export default defineRule({
  id: "layers/copies-needless-files",
  title: "Unneeded directories copied into the image",
  why:
    "COPY of a whole folder takes the history of the repository and the packages of the developer's machine with it: they make the layer large, break its cache with every commit, " +
    "and packages built for another system may even be used. A line each in .dockerignore keeps them out of the build.",
  severity: "warning",
  needs: ["dockerfile", "buildContext"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "context",
      bad: { dockerfile: "FROM node:24\nCOPY . /app\n", files: ["app.js", ".git/HEAD", "node_modules/a/index.js"] },
      good: {
        dockerfile: "FROM node:24\nCOPY . /app\n",
        dockerignore: ".git\n**/node_modules\n",
        files: ["app.js", ".git/HEAD", "node_modules/a/index.js"],
      },
    },
  ],
  *check({ dockerfile, buildContext }) {
    for (const { instruction, span, files } of buildContext.taken) {
      const groups = groupsOf(files).filter(
        ({ folder }) => folder !== ".git" || !readsHistory(dockerfile, instruction),
      );
      if (groups.reduce((sum, { bytes }) => sum + bytes, 0) < minBytes) continue;
      const names = groups.map(({ folder }) => `\`${folder}\``).join(", ");
      const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
      yield {
        message: `This ${instruction.keyword} takes ${names} (${megabytes(bytes)} MB); name ${groups.length === 1 ? "it" : "them"} in .dockerignore`,
        at: span,
        evidence: [
          quote(dockerfile, instruction.span),
          ...groups.map(({ folder, count, bytes: folderBytes }) => ({
            kind: "setting" as const,
            pointer: folder,
            value: `${count} files, ${megabytes(folderBytes)} MB`,
          })),
        ],
      };
    }
    if (buildContext.unread !== undefined) return buildContext.unread;
  },
});

interface Group {
  readonly folder: string;
  readonly count: number;
  readonly bytes: number;
}

// Many Dockerfiles copy the same folder.
const groupsOf = oncePer((files: readonly ContextFile[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const { path, bytes } of files) {
    const folder = needless.exec(path)?.[1];
    if (folder === undefined) continue;
    const group = groups.get(folder) ?? { folder, count: 0, bytes: 0 };
    groups.set(folder, { folder, count: group.count + 1, bytes: group.bytes + bytes });
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes || (a.folder < b.folder ? -1 : 1));
});

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
