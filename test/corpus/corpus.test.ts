// Real Dockerfiles, collected by whoever runs this: `HULLPROOF_CORPUS=DIR npx vitest run --project unit test/corpus`.
// None are part of the project; without a folder the test says that it was left out.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import { Failure } from "../../src/domain/failure.ts";
import { checkDockerfile } from "../../src/pipeline/judge/check-text.ts";
import { fixText } from "../../src/pipeline/fix-plan/fix.ts";

const folder = process.env["HULLPROOF_CORPUS"];
if (folder === undefined) console.log("HULLPROOF_CORPUS names no folder of Dockerfiles: the corpus test is left out.");

const files = folder === undefined ? [] : readdirSync(folder).sort();
const check = (text: string) => checkDockerfile("Dockerfile", text, emptyConfig, { cwd: "/", today: "2026-11-24" });
const brokenBodies = (text: string): number =>
  check(text).run.findings.filter(({ rule, message }) => rule === "build/unread-shell" && /syntax/.test(message))
    .length;

describe.skipIf(folder === undefined)(`Dockerfiles of ${folder}`, () => {
  it.each(files)("%s is refused or judged, and its safe fixes hold", (name) => {
    const text = readFileSync(join(folder ?? "", name), "utf8");
    try {
      const { results } = check(text).run;
      expect(results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    } catch (error) {
      if (error instanceof Failure && error.code === "not-a-dockerfile") return;
      throw error;
    }
    const once = fixText(text, { kind: "dockerfile", allowed: ["safe"], check });
    expect(once.dropped).toEqual([]);
    expect(brokenBodies(once.text)).toBeLessThanOrEqual(brokenBodies(text));
    expect(fixText(once.text, { kind: "dockerfile", allowed: ["safe"], check }).text).toBe(once.text);
  });
});
