// A folder with rules of a user's own, for their tests.
import { parseReport } from "./parse-report.ts";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Report } from "../src/domain/report/report.ts";
import { cli } from "./cli/run-cli.ts";

/** Of `check`: no engine and no other program has a say. */
export const plain = ["--bases", "none", "--shellcheck", "none"];

/** A `hullproof.yaml` that names them. */
export const naming = (...files: readonly string[]): string => `policy:\n  ruleFiles: [${files.join(", ")}]\n`;

/** Lines and messages of what a rule found. */
export const places = ({ findings }: Report, rule: string): readonly string[] =>
  findings.flatMap((one) =>
    one.rule === rule ? [`${"startLine" in one.location ? one.location.startLine : "?"} ${one.message}`] : [],
  );

/** A rule on ADD that does `check` with each, and has `more` before it. */
export const rule = (id: string, check: string, more = ""): string => `import { defineRule } from "hullproof/rules";
${more}
export default defineRule({
  id: "${id}",
  title: "ADD fetches from elsewhere",
  why: "Files of other machines come from our mirror, which keeps their checksums.",
  severity: "error",
  needs: ["dockerfile"],
  examples: [{ kind: "dockerfile", bad: "FROM debian:13\\nADD https://example.com/a /tmp/\\n", good: "FROM debian:13\\n" }],
  *check({ dockerfile }) {
    for (const instruction of dockerfile.instructions) if (instruction.keyword === "ADD") ${check}
  },
});
`;
export const noAdd = rule("build/own-no-add", 'yield { message: "not from there", at: instruction.span };');
export const dockerfile = "FROM debian:11\nMAINTAINER me\nADD https://example.com/a /tmp/\nCMD app\n";

export async function customFolder() {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-custom-rules-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return {
    folder,
    put: async (files: Readonly<Record<string, string>>): Promise<void> => {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
    },
    run: (...args: readonly string[]) => cli(args, { cwd: folder }),
    checked: async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await cli(["check", "--format", "json", ...plain, ...args], { cwd: folder });
      return { code, stderr, report: (stdout === "" ? undefined : parseReport(stdout)) as Report };
    },
  };
}
