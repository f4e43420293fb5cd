// The main job on an example, on a real engine, as a user starts it. Each example has a file of its own, so that two run beside each other.
import { readFileSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { ensureBases, exampleBases } from "../images/bases.ts";
import { ensureSmallArchive } from "../images/small-archive.ts";
import { recipes } from "../images/stand-in-recipes.ts";
import { ownRuns } from "./own-runs.ts";
import { long } from "../long.ts";
import { cli, folderOf, root } from "./run-cli.ts";

/** Settings of an example without the second life of each container, and with a short load; `npm run demo` and the long run have both in full. */
export function shorter(settings: string): string {
  expect(settings).toContain("restart: true");
  return settings.replace("restart: true", "restart: false\n  load: { clients: 2, for: 200ms }");
}

/**
 * Official bases, or what stands in for those that can't be had: outside of the long run with an archive of what the example installs and no more, by
 * the name of the stand-in that the settings have.
 */
export async function basesOf(language: keyof typeof exampleBases): Promise<ReadonlyMap<string, string>> {
  const officials = exampleBases[language];
  const missing = await ensureBases(officials, () => {});
  const found = officials.map(async (official): Promise<[string, string]> => {
    const standIn = recipes.find((recipe) => recipe.official === official)?.image;
    if (standIn === undefined || !missing.includes(official)) return [official, official];
    return [standIn, long ? standIn : await ensureSmallArchive(standIn, ["curl"])];
  });
  return new Map(await Promise.all(found));
}

/** Hardens `examples/APP` once, and describes what has to come of it. */
export async function hardenedExample(language: keyof typeof exampleBases): Promise<void> {
  const example = `app-${language}`;
  const runs = ownRuns();
  const results = await folderOf({});
  const folder = join(results.path, example);
  const settings = join(results.path, "hullproof.yaml");

  async function harden(): Promise<{ report: Report; folder: string; stdout: string }> {
    const dockerfile = readFileSync(join(root, "examples", example, "Dockerfile"), "utf8");
    const written = readFileSync(join(root, "examples", example, "hullproof.yaml"), "utf8");
    let text = long ? written : shorter(written);
    for (const [name, base] of bases) text = text.replace(`: ${name}\n`, `: ${base}\n`);
    await writeFile(settings, text);
    const { code, stdout, stderr } = await cli(
      ["harden", "--no-keep", "--folder", folder, "--progress", "plain", "--config", settings, `examples/${example}`],
      { env: runs.env },
    );
    expect(stderr).not.toContain("hullproof:");
    expect(code, stdout.slice(-3000)).toBe(0);
    expect(readFileSync(join(root, "examples", example, "Dockerfile"), "utf8")).toBe(dockerfile);
    return { report: JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report, folder, stdout };
  }

  let bases: ReadonlyMap<string, string>;
  let hardened: Awaited<ReturnType<typeof harden>>;
  beforeAll(async () => {
    bases = await basesOf(language);
    hardened = await harden();
    // Four builds and a learn, beside other files': more than the usual limit on a slow machine.
  }, 900_000);
  afterAll(async () => {
    await results[Symbol.asyncDispose]();
    expect((await runs.runs()).length).toBeGreaterThan(0);
    expect(await runs.left(await connect())).toEqual([]);
    await runs[Symbol.asyncDispose]();
  });

  describe(`harden examples/${example}`, () => {
    it("proves that the hardened container behaves as the original, with no capability left", () => {
      const { proof, harden: result } = hardened.report;
      expect(result?.verify.verdict).toBe("holds");
      expect(proof?.proofs.every(({ verdict }) => verdict === "holds")).toBe(true);
      expect(proof?.profile.capabilities.required).toEqual([]);
      expect(proof?.profile).toMatchObject({ noNewPrivileges: true, readOnlyRootfs: true });
      expect(proof?.profile.user.uid).toBeGreaterThan(0);
      expect(proof?.before).toMatchObject({ capabilities: 14, readOnlyRootfs: false });
      expect(proof?.after).toMatchObject({ capabilities: 0, readOnlyRootfs: true });
      for (const limit of ["memoryBytes", "cpus", "pids"] as const) expect(proof?.after?.[limit]).toBeGreaterThan(0);
    });

    it("is smaller, has fewer layers and less waste; safe fixes change nothing that they did not declare", () => {
      const { proof, harden: result } = hardened.report;
      const [old, now] = [proof?.before, proof?.after];
      if (old === undefined || now === undefined) throw new Error("no snapshots");
      // A rule on request: joined RUNs let go of package lists that a later one deletes.
      const joined = result?.fixes.find(({ rule }) => rule === "layers/consecutive-runs");
      expect(joined).toMatchObject({ outcome: "applied" });
      expect(now.sizeBytes).toBeLessThan(old.sizeBytes);
      expect(now.layers).toBeLessThan(old.layers);
      expect(now.wastedBytes).toBeLessThan(old.wastedBytes / 10);
      expect(result?.undeclared).toEqual([]);
      // Two equal builds are never byte for byte the same: apt and ldconfig write times.
      expect(result?.noise).toContain("/var/log/apt/history.log");
    });

    it("every path that stays writable has a witness among the trials that broke", () => {
      const { proof } = hardened.report;
      for (const { path } of proof?.profile.tmpfs ?? []) {
        // Of what any request may need no trial is asked.
        if (proof?.profile.because[`tmpfs ${path}`] !== undefined) continue;
        const witness = proof?.witnesses.find(({ field, value }) => field === "tmpfs" && value === path);
        const broke =
          proof?.trials.filter(({ id, outcome }) => outcome === "breaks" && witness?.trials.includes(id)) ?? [];
        // One alone decides where chance is impossible.
        expect(broke.length, path).toBeGreaterThanOrEqual(1);
      }
      const ids = proof?.trials.map(({ id }) => id) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
    });

    it("joins the original's waste to lines of its Dockerfile, and reads its packages", () => {
      const { report } = hardened;
      const waste = report.findings.find(
        ({ rule, target }) => rule === "layers/wasted-bytes" && target === "image: original",
      );
      expect(waste?.evidence.some((one) => one.kind === "layer" && (one.line ?? 0) > 0)).toBe(true);
      expect(report.image?.packages.some(({ purl }) => purl.startsWith("pkg:deb/debian/"))).toBe(true);
    });

    it("writes all its files, and shows the table", async () => {
      expect((await readdir(hardened.folder)).sort()).toEqual([
        "Dockerfile",
        "compose.yaml",
        "docker-run.sh",
        "fix.diff",
        "kubernetes.yaml",
        "profile.json",
        "report.html",
        "report.json",
        // Where this machine can trace system calls.
        ...(hardened.report.proof?.profile.seccomp === undefined ? [] : ["seccomp.json"]),
      ]);
      expect(hardened.stdout).toMatch(/Capabilities\s+14\s+0/);
      expect(readFileSync(join(hardened.folder, "docker-run.sh"), "utf8")).toContain("--cap-drop ALL");
    });
  });
}
