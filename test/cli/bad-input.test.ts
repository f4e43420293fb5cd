import { afterAll, describe, expect, it } from "vitest";
import { join } from "node:path";
import { lastRun } from "../../src/pipeline/verbs/view/run-record.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { tinyImage } from "../images/tiny.ts";
import { ownRuns } from "./own-runs.ts";
import { cli as anyCli, folderOf, type CliOptions } from "./run-cli.ts";

const runs = ownRuns();
const cli = (args: readonly string[], { env, ...options }: CliOptions) =>
  anyCli(args, { ...options, env: { ...runs.env, ...env } });

// Every case below must leave the engine as it was.
afterAll(async () => {
  expect((await runs.runs()).length).toBeGreaterThan(0);
  expect(await runs.left(await connect())).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

const workload = (ready: string, rest = "") => `workload:\n  ready: ${ready}\n  readyTimeout: 3s\n${rest}`;
const serve = (script: string) =>
  `FROM ${tinyImage}\nRUN mkdir -p /www/cgi-bin && printf '%s\\n' '#!/bin/sh' ${script} > /www/cgi-bin/app && chmod +x /www/cgi-bin/app\nUSER 1000:1000\nEXPOSE 8080\nCMD ["httpd", "-f", "-p", "8080", "-h", "/www"]\n`;
const http = (path: string) => `{ http: { port: 8080, path: ${path} } }`;

describe("harden: trouble is told in one message, exit 2, nothing left behind", () => {
  it("an engine that cannot be reached", async () => {
    await using folder = await folderOf({ Dockerfile: serve("'echo'") });
    const { code, stderr } = await cli(["harden"], {
      cwd: folder.path,
      env: { DOCKER_HOST: "unix:///nonexistent/docker.sock" },
    });
    expect(code).toBe(2);
    expect(stderr).toContain("unix:///nonexistent/docker.sock");
    expect(stderr).not.toContain("    at ");
  });

  it("a base image that cannot be had", async () => {
    await using folder = await folderOf({ Dockerfile: "FROM registry.invalid/nothing:1\n" });
    const { code, stderr } = await cli(["harden"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("registry.invalid/nothing:1");
    expect(stderr).toContain("mirrors:");
  });

  it("a companion whose image is not here, before anything is built", async () => {
    await using folder = await folderOf({
      Dockerfile: `FROM ${tinyImage}\nRUN sleep 600\n`,
      "hullproof.yaml": `workload: { companions: [{ name: db, image: "registry.invalid/db:1" }, { name: here, image: "${tinyImage}" }] }\n`,
    });
    const { code, stderr } = await cli(["harden"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("images of companions: registry.invalid/db:1 for db; nothing was built");
  }, 60_000);

  it("an app that does not start: the line with the reason first, and no image that is gone", async () => {
    const words = "echo starting; echo 'Error: DATABASE_URL is required' >&2; echo bye; exit 3";
    await using folder = await folderOf({
      Dockerfile: `FROM ${tinyImage}\nEXPOSE 8080\nCMD ["sh", "-c", "${words}"]\n`,
      "hullproof.yaml": "workload: { ready: { http: { port: 8080 } }, steps: [{ http: { port: 8080 } }] }\n",
    });
    await using cache = await folderOf({});
    const { code, stderr } = await cli(["harden"], { cwd: folder.path, env: { HULLPROOF_CACHE: cache.path } });
    expect(code).toBe(2);
    expect(stderr.split("\n")[0]).toMatch(
      /^hullproof: The container of the image as built .*: "Error: DATABASE_URL is required"/,
    );
    expect(stderr).not.toContain("hullproof.local");
    const run = await lastRun(join(cache.path, "runs"), folder.path);
    expect(run).toMatchObject({
      state: "failed",
      problem: expect.stringContaining("Error: DATABASE_URL is required") as string,
    });
  }, 120_000);

  it("a build that fails: names the instruction and shows its last lines", async () => {
    await using folder = await folderOf({ Dockerfile: `FROM ${tinyImage}\nRUN echo some last words && false\n` });
    const { code, stderr } = await cli(["harden"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("RUN echo some last words && false");
    expect(stderr).toContain("Dockerfile:2");
    expect(stderr).toContain("some last words");
  });

  it("a container that never gets ready: shows its last log lines", async () => {
    await using folder = await folderOf({
      Dockerfile: `FROM ${tinyImage}\nUSER 1000:1000\nCMD ["sh", "-c", "echo still thinking; while :; do sleep 0.1; done"]\n`,
      "hullproof.yaml": workload(http("/"), "  stop: { timeout: 1s }\n"),
    });
    const { code, stderr } = await cli(["harden"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("was never ready");
    expect(stderr).toContain("still thinking");
  });

  it("a container that ends at once is not waited for", async () => {
    await using folder = await folderOf({
      Dockerfile: `FROM ${tinyImage}\nUSER 1000:1000\nCMD ["sh", "-c", "echo no configuration; exit 7"]\n`,
      "hullproof.yaml": workload(http("/")),
    });
    const { code, stderr } = await cli(["harden"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("no configuration");
    expect(stderr).toContain("exited with code 7");
  });

  it("a workload that is flaky: names the step and how often it passed", async () => {
    // Each second answer is an error: the counter lives in a file that the server's user may write.
    const script = `'n=$(cat /tmp/n 2>/dev/null || echo 0); n=$((n+1)); echo $n > /tmp/n' 'test $((n % 2)) = 1 && printf "Content-Type: text/plain\\r\\n\\r\\nfine" || printf "Status: 500\\r\\n\\r\\n"'`;
    await using folder = await folderOf({
      Dockerfile: serve(script),
      "hullproof.yaml": workload(
        "{ tcp: { port: 8080 } }",
        "  steps:\n    - { name: count, http: { port: 8080, path: /cgi-bin/app } }\n  stop: { signal: SIGKILL, exitCodes: [137] }\n",
      ),
    });
    const { code, stderr } = await cli(["harden"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain('"count"');
    expect(stderr).toContain("flaky");
  });

  it("a hullproof.yaml that is wrong: its line", async () => {
    await using folder = await folderOf({ Dockerfile: serve("'echo'"), "hullproof.yaml": "workload:\n  redy: {}\n" });
    const { code, stderr } = await cli(["harden"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(/hullproof\.yaml:2/);
  });

  it("a profile that is wrong names its field", async () => {
    await using folder = await folderOf({ "profile.json": '{ "schemaVersion": 1, "image": 3 }' });
    const { code, stderr } = await cli(["verify", "profile.json"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("image");
  });
});
