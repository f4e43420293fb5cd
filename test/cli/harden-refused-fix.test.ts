// `hullproof harden` where one of its fixes would break the container.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { ensureBases } from "../images/bases.ts";
import { ownRuns } from "./own-runs.ts";
import { cli as anyCli, folderOf, type CliOptions } from "./run-cli.ts";
import { long } from "../long.ts";

let runs: ReturnType<typeof ownRuns>;
const cli = (args: readonly string[], options: CliOptions = {}) => anyCli(args, { ...options, env: runs.env });
beforeAll(async () => {
  runs = ownRuns();
  await ensureBases(["python:3.13-slim"], () => {});
});
afterAll(async () => {
  expect((await runs.runs()).length).toBeGreaterThan(0);
  expect(await runs.left(await connect())).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

describe.runIf(long)("a fix that breaks the container", () => {
  // Writes beside itself at its start, which only root may; stops as it should, but its shell does not pass the signal on.
  const files = {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /srv\nADD serve.py .\nEXPOSE 8080\nCMD python serve.py\n",
    "serve.py": [
      "import http.server, signal, sys",
      "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))",
      'open("/srv/started", "w").close()',
      'http.server.HTTPServer(("", 8080), http.server.SimpleHTTPRequestHandler).serve_forever()',
    ].join("\n"),
    "hullproof.yaml":
      "mirrors: { python:3.13-slim: hullproof-stand-in/python:trixie }\nworkload:\n  ready: { http: { port: 8080, path: /serve.py } }\n  stop: { timeout: 2s, exitCodes: [0] }\n  load: { clients: 2, for: 200ms }\n  restart: false\n",
  };

  it("is dropped with what it broke, the others are kept, and what remains is proven and told", async () => {
    await using project = await folderOf(files);
    const here = { cwd: project.path };
    expect((await cli(["baseline", "--reason", "known", "--errors", "--bases", "none", "."], here)).code).toBe(0);
    const baseline = ["--baseline", "hullproof.baseline.json"];
    const { code, stdout, stderr } = await cli(
      ["harden", "--no-keep", "--format", "json", "--config", "hullproof.yaml", ...baseline],
      here,
    );
    expect(code, stderr).toBe(1);
    const report = JSON.parse(stdout) as Report;
    const fixes = Object.fromEntries(report.harden?.fixes.map((fix) => [fix.rule, fix]) ?? []);
    expect(fixes["non-root/no-user"]).toMatchObject({ outcome: "dropped" });
    expect(fixes["non-root/no-user"]?.reason).toContain("Permission denied");
    expect(fixes["build/shell-form-cmd"]).toMatchObject({ outcome: "applied" });
    expect(fixes["build/add-instead-of-copy"]).toMatchObject({ outcome: "applied" });
    expect(report.harden?.verify.verdict).toBe("holds");
    // It was accepted of the Dockerfile, so it is of the hardened one; the image's findings are new.
    const left = report.findings.filter(({ rule, target }) => rule === "non-root/no-user" && target.includes(".hull"));
    expect(left).toMatchObject([{ state: "same", accepted: { reason: "known" } }]);
    const fresh = report.findings.filter(({ state, severity }) => state === "new" && severity === "error");
    expect(new Set(fresh.map(({ target }) => target))).toContain("image: hardened");
    expect(report.proof?.profile.capabilities.required).toEqual([]);
    // Read-only root and a file in a folder of the image: the folder cannot become an empty tmpfs, and that is told.
    const written = report.proof?.profile.tmpfs.map(({ path }) => path) ?? [];
    expect(written.includes("/srv")).toBe(false);
    // The original is killed at its stop, the hardened one ends by itself.
    expect(report.proof?.trials[0]).toMatchObject({ outcome: "breaks" });
    expect(report.proof?.trials.at(-1)?.lives.map(({ exitCode }) => exitCode)).toEqual([0]);
  }, 600_000);
});
