import { columns, rows } from "../matrix/harness/catalog.ts";
import { enginesPage } from "../matrix/harness/page.ts";
import { readResult } from "../matrix/harness/results.ts";

/** docs/engines.md, from the committed results of `npm run matrix`. */
export async function enginesPageFile(): Promise<{ path: string; text: string }> {
  const text = enginesPage(await rows(), await columns(), (row) => readResult(row));
  return { path: "docs/engines.md", text };
}
