// A condition that is missing in a rule's list is found by the soak of safe fixes: fixes that a list keeps from being safe are taken as safe, and judged.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeBases, makeRoots } from "../../scripts/soak/safe/engine/base-images.ts";
import { startEngine, type SoakEngine } from "../../scripts/soak/safe/engine/soak-engine.ts";
import { loadGrammar } from "../../scripts/soak/safe/grammars.ts";
import { judgeCase } from "../../scripts/soak/safe/judge/judge-case.ts";
import { askProduct, type AskProduct } from "../../scripts/soak/safe/offer.ts";
import { soakRule, type Row } from "../../scripts/soak/safe/soak-rule.ts";
import { openVerdicts } from "../../scripts/soak/safe/verdicts.ts";
import type { RuleId } from "../../src/domain/finding/practice.ts";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import { checkDockerfile } from "../../src/pipeline/judge/check-text.ts";
import { fixText } from "../../src/pipeline/fix-plan/fix.ts";
import { long } from "../long.ts";
import { quietRepository } from "../safe/quiet-repository.ts";

/** A rule whose list lacks the conditions with this reason. */
const without =
  (reason: RegExp): AskProduct =>
  async (rule, files) => {
    const { Dockerfile: text } = files;
    if (typeof text !== "string") return undefined;
    const check = (one: string) => {
      const checked = checkDockerfile(
        "Dockerfile",
        one,
        emptyConfig,
        { cwd: "/", today: "2026-11-24" },
        { repository: () => quietRepository },
      );
      const fixes = checked.run.fixes.filter(
        ({ rule: of, fix }) => of === rule && (fix.applicability === "safe" || reason.test(fix.doubt ?? "")),
      );
      return { ...checked, run: { ...checked.run, fixes } };
    };
    const { text: fixed, applied } = fixText(text, { kind: "dockerfile", allowed: ["safe", "proven"], check });
    const delta = applied.flatMap((fix) => fix.delta);
    return applied.length === 0 ? undefined : { files: { ...files, Dockerfile: fixed }, delta };
  };

describe.runIf(long)("the soak of safe fixes", () => {
  let folder: string;
  let engine: SoakEngine;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
    const { signal } = new AbortController();
    await makeRoots(folder, () => {}, signal);
    engine = await startEngine(join(folder, "archives"), signal);
    await makeBases(engine, { state: folder, archives: join(folder, "archives") });
  }, 900_000);
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const soak = async (rule: RuleId, ask: AskProduct, count: number): Promise<Row> => {
    const judging = { engine, noisy: new Set<string>() };
    const state = join(folder, `${count}`);
    return soakRule(await loadGrammar(rule), {
      seed: "planted",
      count,
      bases: "",
      state,
      scratch: folder,
      workers: 2,
      over: () => false,
      ask,
      judge: (id, one, offer) => judgeCase(judging, id, one, offer, folder),
      verdicts: openVerdicts(state),
      report: () => {},
      progress: () => {},
    });
  };

  it.each([
    ["cleanup/apt-lists", "what later commands are given", /^RUN in line \d+ calls/],
    ["cleanup/apk-cache", "what later commands are given", /^RUN in line \d+ calls/],
    [
      "cleanup/pip-cache",
      "what the container starts",
      /^(?:CMD|ENTRYPOINT|HEALTHCHECK) in line|^RUN in line \d+ calls/,
    ],
  ] as const)(
    "finds that the list of %s lacks %s",
    async (rule, _, reason) => {
      expect((await soak(rule, without(reason), 40)).differing).toBeGreaterThan(0);
    },
    900_000,
  );

  it("finds nothing where nothing is missing", async () => {
    const row = await soak("cleanup/apk-cache", askProduct, 8);
    expect(row).toMatchObject({ differing: 0, broken: [], enough: true });
  }, 900_000);
});
