import { readFileSync } from "node:fs";
import { join } from "node:path";
import { recordPage } from "../documented/record-page.ts";

/** The tutorial with what its commands print for the example. */
export async function tutorialFile(root: string): Promise<{ path: string; text: string }> {
  const path = "docs/tutorial.md";
  return { path, text: await recordPage(readFileSync(join(root, path), "utf8"), join(root, "examples/app-python")) };
}
