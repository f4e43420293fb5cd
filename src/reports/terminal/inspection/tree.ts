import type { TreeRow, TreeView } from "../../../domain/image/inspection.ts";
import { bytesText, countText } from "../../content/units.ts";
import { fit, headline, padStart, type Page } from "../page.ts";

/** The file system in the form of `du`, one line per path, the largest first. */
export function treeSection({ rows, depth }: TreeView, page: Page): string[] {
  return [
    ...headline(page, "Final file system", `${countText(depth, "level")} deep`),
    ...rows.map((row) => {
      const size = `${padStart(bytesText(row.bytes), 10)}  `;
      const { text, dim } = textOf(row);
      const line = fit(`${"  ".repeat(Math.min(row.depth, 20))}${text}`, page.width - size.length);
      return (size + (dim ? page.paint("dim", line) : line)).trimEnd();
    }),
  ];
}

function textOf({ kind, path, depth, paths }: TreeRow): { readonly text: string; readonly dim: boolean } {
  const name = depth === 0 ? "/" : path.slice(path.lastIndexOf("/") + 1);
  switch (kind) {
    case "folder":
      return { text: `${depth === 0 ? "" : name}/  (${countText(paths, "file")})`, dim: false };
    case "file":
      return { text: name, dim: false };
    case "rest":
      return { text: `… ${countText(paths, "smaller one")}`, dim: true };
  }
}
