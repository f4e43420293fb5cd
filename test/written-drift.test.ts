// What a text starts is compared with the profile of its image, by the piece that `audit` compares what runs with.
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../src/domain/report/report.ts";
import { emitters } from "../src/dialects/index.ts";
import { check } from "../src/pipeline/findings/check.ts";
import type { Context } from "../src/pipeline/context.ts";
import { sampleProfile } from "./emit/sample-profile.ts";
import { fixesFromHere } from "./fixes-from-here.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-written-drift-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};
const profileAt = (path: string, image: string): Promise<void> =>
  put(path, JSON.stringify({ ...sampleProfile, sysctls: {}, image: { ...sampleProfile.image, name: image } }));
async function checked(targets: readonly string[], more: Partial<Context> = {}): Promise<Report> {
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, profiles: [], ...more };
  return check(targets, context as unknown as Context);
}
const drifts = ({ findings }: Report): string[] =>
  findings
    .filter(({ rule }) => rule.endsWith("/drift"))
    .map(
      ({ rule, message, location }) =>
        `${rule} ${"startLine" in location ? location.startLine : "?"} ${message.replace(/:.*/s, "")}`,
    )
    .toSorted();

const service = (...lines: readonly string[]): string =>
  ["services:", "  app:", "    image: sample/app:1", ...lines.map((line) => `    ${line}`), ""].join("\n");

describe("texts next to a profile", () => {
  it("do not drift as written by emit, in any dialect", async () => {
    await profileAt(".hullproof/profile.json", "sample/app:hardened");
    const files = new Map([
      ["compose", "compose.yaml"],
      ["kubernetes", "web.yaml"],
      ["quadlet", "app.container"],
      ["docker-run", "run.sh"],
    ]);
    for (const [dialect, file] of files) {
      const [emitted] =
        emitters.find(({ name }) => name === dialect)?.emit({ ...sampleProfile, sysctls: {} }).files ?? [];
      await put(file, emitted?.text ?? "");
      const report = await checked([file]);
      expect(drifts(report), dialect).toEqual([]);
      const judged = report.rules.filter(({ rule }) => rule.endsWith("/drift")).map(({ verdict }) => verdict);
      expect(judged, dialect).toEqual(["clean", "clean", "clean"]);
    }
  });

  it("report lower limits and additional privileges, each with its location", async () => {
    await profileAt(".hullproof/profile.json", "sample/app:hardened");
    await put(
      "compose.yaml",
      service(
        "mem_limit: 16m",
        "memswap_limit: 16m",
        "cpus: 4",
        "cap_drop: [ALL]",
        "cap_add: [SETUID, SETGID, SYS_ADMIN]",
        "user: root",
        "pid: host",
      ),
    );
    expect(drifts(await checked(["compose.yaml"]))).toEqual([
      "capabilities/drift 10 Proven with a process namespace of its own, written with the host's",
      "capabilities/drift 2 Proven with no-new-privileges, written without it",
      "capabilities/drift 2 Proven with read-only root file system, written with writable",
      "capabilities/drift 8 Proven with SETGID, SETUID, written with SYS_ADMIN beyond",
      "limits/drift 2 Proven with 16 tasks, written with no limit",
      "limits/drift 4 Proven with 48 MiB, written with 16 MiB",
      "limits/drift 6 Proven with 0.5 CPUs, written with 4 CPUs",
      "non-root/drift 9 Proven with 10001",
    ]);
  });

  it("skip variables, one-shot tools, patches and other images", async () => {
    await profileAt(".hullproof/profile.json", "sample/app:hardened");
    await put("compose.yaml", service("mem_limit: ${MEM}", "user: ${USER_ID}", "network_mode: ${NET}"));
    expect(drifts(await checked(["compose.yaml"])).filter((one) => /MiB|10001|network/.test(one))).toEqual([]);
    await put("run.sh", "docker run --rm --user root sample/app:1 migrate\n");
    expect((await checked(["run.sh"])).rules.find(({ rule }) => rule === "limits/drift")).toMatchObject({
      verdict: "skipped",
    });
    await put("compose.yaml", service("mem_limit: 16m").replace("sample/app:1", "other/app:1"));
    expect((await checked(["compose.yaml"])).rules.find(({ rule }) => rule === "limits/drift")).toMatchObject({
      verdict: "skipped",
      reason: expect.stringContaining(".hullproof/profile.json") as string,
    });
  });

  it("use the nearest .hullproof up to the target, a named profile instead, and none by default", async () => {
    await profileAt("deploy/.hullproof/profile.json", "sample/app:1");
    await put("deploy/a/compose.yaml", service("mem_limit: 16m"));
    expect(drifts(await checked(["deploy"]))).not.toEqual([]);
    expect(drifts(await checked(["deploy/a"]))).toEqual([]);
    expect(drifts(await checked(["deploy/a"], { profiles: ["deploy/.hullproof/profile.json"] }))).not.toEqual([]);
    const { profiles: _, ...none } = { profiles: undefined };
    const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, ...none };
    expect(drifts(await check(["deploy"], context as unknown as Context))).toEqual([]);
    await expect(checked(["deploy"], { profiles: ["missing.json"] })).rejects.toThrow("missing.json");
  });

  it("skip a hostile profile next to a file with a reason, and loosen nothing", async () => {
    await put(".hullproof/profile.json", '{"schemaVersion":1,"image":{"name":"sample/app:1"}}');
    await put("compose.yaml", service("privileged: true"));
    const told: string[] = [];
    const report = await checked(["compose.yaml"], { progress: ({ message }) => void told.push(message ?? "") });
    expect(told.join()).toMatch(/profile\.json is not used/);
    expect(report.findings.map(({ rule }) => rule)).toContain("capabilities/privileged");
  });

  it("get the learned values from fix, without drift afterwards", async () => {
    await profileAt(".hullproof/profile.json", "sample/app:1");
    const rules = ["capabilities/drift", "limits/drift"];
    await put("compose.yaml", service("# why", "mem_limit: 16m # small"));
    await fixesFromHere(folder, ["compose.yaml"], rules, { profiles: [] });
    expect(drifts(await checked(["compose.yaml"])).filter((one) => !/swap/.test(one))).toEqual([]);
    await put(
      "web.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: app # main\n    image: sample/app:1\n",
    );
    await fixesFromHere(folder, ["web.yaml"], rules, { profiles: [] });
    expect(drifts(await checked(["web.yaml"]))).toEqual([]);
  });
});
