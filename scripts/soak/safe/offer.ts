import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { emptyConfig } from "../../../src/domain/settings/config.ts";
import { Failure } from "../../../src/domain/failure.ts";
import type { RuleId } from "../../../src/domain/finding/practice.ts";
import { checkDockerfile } from "../../../src/pipeline/judge/check-text.ts";
import type { Context } from "../../../src/pipeline/context.ts";
import { fixFiles } from "../../../src/pipeline/verbs/fix/fix-files.ts";
import type { Files } from "./soak-case.ts";

export interface Offer {
  readonly files: Files;
  /** What the fixes say that they change in the image. */
  readonly delta: readonly string[];
}

/** What `fix --write --rule RULE .` does with a repository; undefined where it makes no safe fix of the rule. */
export type AskProduct = (rule: RuleId, files: Files, scratch: string) => Promise<Offer | undefined>;

export const askProduct: AskProduct = async (rule, files, scratch) => {
  const cwd = await mkdtemp(join(scratch, "offer-"));
  try {
    await writeFiles(cwd, files);
    const context: Context = {
      cwd,
      today,
      version: "0",
      progress: () => {},
      run: async () => {
        throw new Failure("engine-unreachable", "fixing asks no engine", { hint: "" });
      },
    };
    const report = await fixFiles(
      ["."],
      { write: true, proven: false, suggested: false, rule: [rule], measure: false },
      context,
    );
    const applied = report.files.filter(({ fixes }) =>
      fixes.some((fix) => fix.rule === rule && fix.outcome === "applied" && fix.applicability === "safe"),
    );
    if (applied.length === 0) return undefined;
    const texts = await Promise.all(
      Object.entries(files).map(async ([path, content]): Promise<[string, string | Uint8Array]> => [
        path,
        typeof content === "string" ? await readFile(join(cwd, path), "utf8") : content,
      ]),
    );
    return {
      files: Object.fromEntries(texts),
      delta: applied.flatMap(({ file }) => deltaOf(rule, file, files[file])),
    };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
};

const today = "2026-12-01";

function deltaOf(rule: RuleId, file: string, text: Files[string] | undefined): readonly string[] {
  if (typeof text !== "string" || !/dockerfile|containerfile/i.test(file)) return [];
  const { run } = checkDockerfile(file, text, emptyConfig, { cwd: "/", today });
  return run.fixes.filter((one) => one.rule === rule).flatMap(({ fix }) => fix.delta ?? []);
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    if (!existsSync(dirname(file))) await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
