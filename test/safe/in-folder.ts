import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RuleId } from "../../src/domain/finding/practice.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { fixFiles } from "../../src/pipeline/verbs/fix/fix-files.ts";
import { putFiles } from "../put-files.ts";

/** Of all fixes that `fix --rule RULE .` knows in a folder of these files: how sure each is. */
export async function classesInFolder(
  rule: RuleId,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const cwd = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  try {
    await putFiles(cwd, files);
    const context: Context = {
      cwd,
      today: "2026-11-24",
      version: "0",
      progress: () => {},
      run: () => Promise.reject(new Error("no engine is asked")),
    };
    const options = { write: false, proven: false, suggested: false, rule: [rule], measure: false };
    const { files: fixed } = await fixFiles(["."], options, context);
    return fixed.flatMap(({ fixes }) => fixes.filter((fix) => fix.rule === rule)).map((fix) => fix.applicability);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
