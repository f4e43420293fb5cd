import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FixReport } from "../../domain/report/fix-report.ts";
import type { Context } from "../context.ts";
import { withAllFiles } from "../judge/compose/judge-compose.ts";
import { readCompose } from "../../dialects/compose/project/read-compose.ts";
import { readComposeModel } from "../../sources/compose/read-compose-model.ts";
import { composeWork } from "../judge/compose/work-of.ts";
import { fixFiles } from "../verbs/fix/fix-files.ts";
import { settleTexts } from "./settle-texts.ts";
import { fixableProject } from "../fix-plan/fixable-project.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-fix-compose-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};
const text = (path: string): Promise<string> => readFile(join(folder, path), "utf8");
const rules = [
  "capabilities/new-privileges",
  "capabilities/not-dropped",
  "limits/no-swap-limit",
  "limits/cpu-shares",
  "capabilities/never-granted",
];
function fixed(
  targets: readonly string[] = ["."],
  more: { write?: boolean; proven?: boolean; layers?: boolean; rule?: readonly string[] } = {},
): Promise<FixReport> {
  const { layers = false, ...options } = more;
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, layers } as unknown as Context;
  return fixFiles(
    targets,
    { write: true, proven: false, suggested: true, rule: rules, measure: false, ...options },
    context,
  );
}
const outcomes = ({ files }: FixReport) =>
  files.flatMap(({ file, fixes }) => fixes.map(({ rule, outcome, reason }) => ({ file, rule, outcome, reason })));

describe("fix of Compose files", () => {
  it("adds several keys to one service in a round, keeps the rest, and finds nothing more", async () => {
    const before =
      "# head\r\nservices:\r\n  web:\r\n    image: 'app:1' # why\r\n    mem_limit: 64m\r\n\r\n  # db\r\n  db: {image: db}\r\n";
    await put("compose.yaml", before);
    const report = await fixed();
    const after = await text("compose.yaml");
    expect(after.split("\r\n")).toEqual([
      "# head",
      "services:",
      "  web:",
      "    image: 'app:1' # why",
      "    mem_limit: 64m",
      "    memswap_limit: 64m",
      "    security_opt:",
      "      - no-new-privileges:true",
      "    cap_drop:",
      "      - ALL",
      "",
      "  # db",
      "  db: {image: db, security_opt: [no-new-privileges:true], cap_drop: [ALL]}",
      "",
    ]);
    expect(report.files).toMatchObject([{ file: "compose.yaml", changed: true, written: true }]);
    expect((await fixed()).files).toMatchObject([{ changed: false, fixes: [] }]);
  });

  it("replaces a secret by a variable that the caller then sets, in a map and in a list", async () => {
    await put(
      "compose.yaml",
      "services:\n  map:\n    image: app\n    environment: {API_TOKEN: 'tr0ub4dor'}\n  list:\n    image: app\n    environment:\n      - \"API_TOKEN=tr0ub4dor\"\n",
    );
    const model = (API_TOKEN?: string) =>
      readComposeModel({
        files: ["compose.yaml"],
        cwd: folder,
        profiles: [],
        envFiles: [],
        env: { API_TOKEN },
        showValues: true,
      }).model;
    const before = model();
    await fixed(["."], { rule: ["secrets/in-env-flag"] });
    expect(await text("compose.yaml")).not.toContain("tr0ub4dor");
    expect(model("tr0ub4dor")).toEqual(before);
  });

  it("runs a rule that is off by default once it is named", async () => {
    const head = "# a\n---\n";
    const rest = "services:\n  web:\n    image: app\n---\n";
    await put("compose.yaml", `${head}version: '3' # why\n${rest}version: 3\nname: b\n`);
    await fixed(["."], { rule: ["build/version-key"] });
    expect(await text("compose.yaml")).toBe(`${head}${rest}name: b\n`);
  });

  it("replaces a secret by a variable of an env file, which keeps the model unchanged", async () => {
    await put("compose.yaml", "services:\n  web:\n    image: app\n    environment: [API_TOKEN=tr0ub4dor]\n");
    await put(".env", "API_TOKEN=tr0ub4dor\n");
    const report = await fixed(["."], { rule: ["secrets/in-env-flag"] });
    expect(outcomes(report).map(({ outcome }) => outcome)).toEqual(["applied"]);
    expect(await text("compose.yaml")).toContain("API_TOKEN=${API_TOKEN:?set API_TOKEN}");
  });

  it("fixes all files of a project in one plan: base, override, extends and include", async () => {
    await put(
      "compose.yaml",
      "include: [inner/compose.yaml]\nservices:\n  web:\n    extends: {file: lib/common.yaml, service: app}\n    cap_add: [SYS_ADMIN]\n  two:\n    extends: web\n",
    );
    await put("compose.override.yaml", "services:\n  web:\n    cpu_shares: 8\n");
    await put("lib/common.yaml", "services:\n  app:\n    image: app\n    mem_limit: 1g\n");
    await put("inner/compose.yaml", "services:\n  inner:\n    image: inner\n");
    const report = await fixed(["compose.yaml"]);
    expect(outcomes(report).filter(({ outcome }) => outcome === "dropped")).toEqual([]);
    expect(await text("lib/common.yaml")).toBe(
      "services:\n  app:\n    image: app\n    mem_limit: 1g\n    security_opt:\n      - no-new-privileges:true\n",
    );
    expect(await text("inner/compose.yaml")).toBe(
      "services:\n  inner:\n    image: inner\n    security_opt:\n      - no-new-privileges:true\n    cap_drop:\n      - ALL\n",
    );
    expect(await text("compose.override.yaml")).toBe("services:\n  web:\n    cpus: 0.5\n");
    expect(await text("compose.yaml")).toContain("cap_drop:\n      - ALL");
    expect((await fixed(["compose.yaml"])).files.every(({ changed }) => !changed)).toBe(true);
  });

  it("removes the items of a list one by one, and the list with the last", async () => {
    await put(
      "compose.yaml",
      "services:\n  web:\n    image: app\n    cap_add:\n      - NET_ADMIN # why\n      - SYS_TIME\n    privileged: true\n",
    );
    const report = await fixed(["compose.yaml"], { rule: ["capabilities/never-granted"] });
    expect(outcomes(report).every(({ outcome }) => outcome === "applied")).toBe(true);
    expect((await fixed(["compose.yaml"], { rule: ["capabilities/never-granted"] })).files).toMatchObject([
      { changed: false },
    ]);
  });

  it("explains each finding without a fix", async () => {
    const before = "x-base: &base\n  cap_drop: [KILL]\nservices:\n  web:\n    <<: *base\n    image: app\n";
    await put("compose.yaml", before);
    const report = await fixed(["compose.yaml"], { rule: ["capabilities/not-dropped"] });
    expect(await text("compose.yaml")).toBe(before);
    expect(outcomes(report)).toMatchObject([
      { outcome: "not-tried", reason: expect.stringContaining("cap_drop comes by <<") as string },
    ]);
  });

  it("does not fix an override without its base, except with --merge", async () => {
    await put("a.yaml", "services:\n  web:\n    image: app\n");
    await put("docker-compose.prod.yml", "services:\n  web:\n    tty: true\n");
    expect((await fixed(["docker-compose.prod.yml"])).files).toMatchObject([{ changed: false }]);
    await fixed(["a.yaml", "docker-compose.prod.yml"], { layers: true });
    expect(await text("docker-compose.prod.yml")).toBe("services:\n  web:\n    tty: true\n");
    expect(await text("a.yaml")).toContain("no-new-privileges:true");
  });

  it("writes through a symbolic link, and refuses a file that is not UTF-8", async () => {
    await put("real/compose.yaml", "services:\n  web:\n    image: app\n");
    await symlink("real/compose.yaml", join(folder, "compose.yaml"));
    await fixed(["compose.yaml"]);
    expect(await text("real/compose.yaml")).toContain("cap_drop");
    await writeFile(
      join(folder, "latin.yaml"),
      Buffer.concat([Buffer.from("services:\n  web:\n    image: app # "), Buffer.from([0xe9]), Buffer.from("\n")]),
    );
    await expect(fixed(["latin.yaml"])).rejects.toThrow("not UTF-8");
  });

  it(
    "--proven with nothing to prove asks no engine, and says before it asks one where steps are missing",
    { timeout: 60_000 },
    async () => {
      await put("compose.yaml", "services:\n  web:\n    image: app\n  db:\n    image: db\n");
      const none = await fixed(["compose.yaml"], { proven: true, rule: ["limits/cpu-shares"] });
      expect(none.files).toMatchObject([{ changed: false, fixes: [] }]);
      await expect(fixed(["compose.yaml"], { proven: true })).rejects.toThrow("Which service are the steps done at?");
      await put("other.yaml", "services:\n  web:\n    image: app\n");
      await expect(fixed(["compose.yaml", "other.yaml"], { proven: true })).rejects.toThrow("takes one folder");
    },
  );

  it("keeps the fixes that held, and explains each other one", async () => {
    await put("compose.yaml", "services:\n  web:\n    image: app\n    mem_limit: 64m\n");
    const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {} } as unknown as Context;
    const target = { kind: "compose", path: "compose.yaml", discovered: false } as const;
    const { work } = withAllFiles(await composeWork(target, context), readCompose);
    const asked = { write: true, proven: true, suggested: false, measure: false, rule: rules };
    const plans: string[] = [];
    const files = await settleTexts(fixableProject(work), asked, context, undefined, async (plan, keys) => {
      const named = (rule: string) => [...keys].filter((key) => key.startsWith(`${rule}@`));
      plans.push(plan(new Set(named("capabilities/not-dropped"))).get("compose.yaml")?.text ?? "");
      return {
        kept: new Set(named("capabilities/not-dropped")),
        broke: new Map<string, { outcome: "dropped" | "not-tried"; reason: string }>([
          ...named("limits/no-swap-limit").map((key) => [key, { outcome: "dropped", reason: "killed" }] as const),
          ...named("capabilities/new-privileges").map(
            (key) => [key, { outcome: "not-tried", reason: "unseen" }] as const,
          ),
        ]),
        proof: { builds: [], mirrors: [], noise: [], behavior: "web", trials: 3 },
      };
    });
    const after = "services:\n  web:\n    image: app\n    mem_limit: 64m\n    cap_drop:\n      - ALL\n";
    expect(plans).toEqual([after]);
    expect(await text("compose.yaml")).toBe(after);
    expect(files).toMatchObject([{ changed: true, written: true, proof: { trials: 3 } }]);
    expect(files[0]?.fixes.map(({ rule, outcome, reason }) => [rule, outcome, reason]).toSorted()).toEqual([
      ["capabilities/new-privileges", "not-tried", "unseen"],
      ["capabilities/not-dropped", "applied", "the project behaves the same with it"],
      ["limits/no-swap-limit", "dropped", "killed"],
    ]);
  });
});
