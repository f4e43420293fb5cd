// The result of a hardened project: text, JSON and exit code agree.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FailOn } from "../../../../domain/finding/fail-on.ts";
import type { Report } from "../../../../domain/report/report.ts";
import { emptyConfig } from "../../../../domain/settings/config.ts";
import type { Proof } from "../../../../domain/workload/trial.ts";
import { renderMarkdown } from "../../../../reports/markdown.ts";
import { renderTerminal } from "../../../../reports/terminal.ts";
import type { ComposeWork } from "../../../rule-runs/isolated-work.ts";
import type { KnownFile } from "../../../../dialects/compose/project/compose-project.ts";
import { withAllFiles } from "../../../judge/compose/judge-compose.ts";
import { readCompose } from "../../../../dialects/compose/project/read-compose.ts";
import { readingOf } from "../../../../dialects/compose/project/reading-of.ts";
import type { Context } from "../../../context.ts";
import { writeProject } from "./write-project.ts";

let cwd = "";
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-project-"));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

interface Asked {
  readonly environment: string;
  readonly verdict?: Proof["verdict"];
  readonly failOn?: FailOn;
}

async function hardened({ environment, verdict = "holds", failOn = "error" }: Asked) {
  const text = `services:\n  db:\n    image: example/db:1.2\n    environment:\n      ${environment}\n`;
  const known: [string, KnownFile][] = [
    [join(cwd, "compose.yaml"), { text }],
    [join(cwd, ".env"), { refused: "missing", missing: true }],
  ];
  const asked: ComposeWork = {
    kind: "compose",
    path: "compose.yaml",
    layers: [],
    files: new Map(known),
    root: cwd,
    config: emptyConfig,
    cwd,
    today: "2026-11-28",
  };
  const { work } = withAllFiles(asked, readCompose);
  const verify: Proof = {
    claim: "The project behaves as before",
    trials: ["t2"],
    verdict,
    detail: "2 of 2 runs: same",
  };
  const { texts } = readingOf(work);
  const result = { entry: "db", services: [], left: [], verify, proofs: [verify], trials: [] };
  const { report } = await writeProject(
    { work, before: texts, after: texts, result, notes: [] },
    { write: false, failOn, folder: ".hullproof", shown: ".hullproof" },
    { cwd, version: "0", today: "2026-11-28" } as Context,
  );
  const written = JSON.parse(await readFile(join(cwd, ".hullproof/report.json"), "utf8")) as Report;
  const page = renderTerminal(report, { colour: false, width: 200 }).replaceAll(/\s+/g, " ");
  return { exit: report.exit, written: written.exit, answer: page.split("── Result")[1] ?? "", report };
}

const password = "POSTGRES_PASSWORD: x7Kq2mZ9vT";

describe("the result of a hardened project", () => {
  it("is proven, with exit code 1 and the reason, for a literal password", async () => {
    const { exit, written, answer, report } = await hardened({ environment: password });
    expect(exit).toMatchObject({
      code: 1,
      failOn: "error",
      proven: true,
      left: [{ rule: "secrets/in-env-flag", severity: "error", location: { file: "compose.yaml", startLine: 5 } }],
    });
    expect(written).toEqual(exit);
    expect(answer).toContain("▲ Proven The project behaves as before");
    expect(answer).toContain(
      "Exit code 1: 1 error left in the result: secrets/in-env-flag at compose.yaml:5:7. Fix or accept",
    );
    expect(renderMarkdown(report)).toContain("Exit code 1: 1 error left in the result");
    expect(`${answer}${JSON.stringify(written)}`).not.toContain("x7Kq2mZ9vT");
  });

  it.each<[string, Asked, 0 | 1, string]>([
    ["nothing of that severity", { environment: "A: b" }, 0, "✔ Proven"],
    ["a password that is not to fail", { environment: password, failOn: "never" }, 0, "✔ Proven"],
    ["a file in place of the password", { environment: "POSTGRES_PASSWORD_FILE: /run/secrets/p" }, 0, "✔ Proven"],
    ["a variable in place of it", { environment: "POSTGRES_PASSWORD: $P" }, 0, "✔ Proven"],
    [
      "what is broken, and nothing found",
      { environment: "A: b", verdict: "breaks" },
      1,
      "Exit code 1: it is not proven",
    ],
    ["what was not settled", { environment: "A: b", verdict: "unsure" }, 1, "? Not proven"],
    ["both", { environment: password, verdict: "breaks" }, 1, "Exit code 1: it is not proven, and 1 error left"],
    ["notes that fail", { environment: "A: b", failOn: "info" }, 1, "▲ Proven"],
  ])("%s", async (_, asked, code, said) => {
    const { exit, written, answer } = await hardened(asked);
    expect(exit?.code).toBe(code);
    expect(written).toEqual(exit);
    expect(answer).toContain(said);
    expect(answer.includes("Exit code 1")).toBe(code === 1);
  });
});
