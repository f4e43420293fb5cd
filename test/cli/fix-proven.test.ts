// `hullproof fix --proven` as a user starts it, on an image of one program.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { FixReport } from "../../src/domain/report/fix-report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { tinyImage } from "../images/tiny.ts";
import { ownRuns } from "./own-runs.ts";
import { fixOnTerminal, hasTerminal } from "./on-terminal.ts";
import { cli as anyCli, folderOf, type CliOptions } from "./run-cli.ts";
import { long } from "../long.ts";

const runs = ownRuns();
const cli = (args: readonly string[], options: CliOptions) => anyCli(args, { ...options, env: runs.env });
afterAll(async () => {
  expect((await runs.runs()).length).toBeGreaterThan(0);
  expect(await runs.left(await connect())).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

const owner = "RUN chown -R 1000:1000 /app\n";
const dockerfile = `FROM ${tinyImage}\nADD app /app\n${owner}USER 1000:1000\nCMD ["ls", "-ln", "/app"]\n`;
const fixed = `FROM ${tinyImage}\nCOPY --chown=1000:1000 app /app\nUSER 1000:1000\nCMD ["ls", "-ln", "/app"]\n`;
const files = { Dockerfile: dockerfile, "app/one": "1".repeat(10_000), "app/two": "2" };
/** What hullproof finds out of itself where nothing is declared, but for a second life, which is proven in the first test. */
const once = { "hullproof.yaml": "workload: { ready: ended, restart: false }\n" };

const proven = async (cwd: string, ...more: string[]) => {
  const result = await cli(["fix", "--proven", "--format", "json", "--quiet", ...more], { cwd });
  const report = result.stdout === "" ? undefined : (JSON.parse(result.stdout) as FixReport);
  return { ...result, file: report?.files[0] };
};

it("proves what a build can, says what it is worth, and writes only when asked", async () => {
  await using folder = await folderOf(files);
  const { code, stderr, file } = await proven(folder.path);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(file).toMatchObject({ changed: true, written: false, text: fixed });
  const [chown, add] = ["layers/chown-after-copy", "build/add-instead-of-copy"].map((rule) =>
    file?.fixes.find((one) => one.rule === rule),
  );
  expect(add).toMatchObject({ outcome: "applied", effect: { bytes: 0, layers: 0, packages: 0 } });
  expect(chown).toMatchObject({ outcome: "applied", line: 3, effect: { bytes: -10_001, layers: -1, packages: 0 } });
  expect(file?.diff).toMatch(/^@@ .* @@ .*layers\/chown-after-copy \(proven\): -9\.8 KiB, -1 layer, 0 packages, /m);
  expect(file?.proof).toMatchObject({ behavior: expect.stringContaining("ends by itself") as string });
  expect(readFileSync(join(folder.path, "Dockerfile"), "utf8")).toBe(dockerfile);

  await writeFile(join(folder.path, "hullproof.yaml"), once["hullproof.yaml"]);
  expect((await proven(folder.path, "--write", "--no-measure", "Dockerfile")).file).toMatchObject({ written: true });
  expect(readFileSync(join(folder.path, "Dockerfile"), "utf8")).toBe(fixed);
  // Nothing is left to prove, so nothing is built.
  const again = await proven(folder.path);
  expect(again.file).toMatchObject({ changed: false });
  expect(again.file?.proof).toBeUndefined();
});

it("says of a new base which image stood in for it", async () => {
  const text = `FROM python:3.8-slim\nADD app /app\nCMD ["ls", "-ln", "/app"]\n`;
  const mirrors = `mirrors: { python:3.8-slim: ${tinyImage}, python:3.13-slim: ${tinyImage} }\n`;
  await using folder = await folderOf({
    ...files,
    Dockerfile: text,
    "hullproof.yaml": once["hullproof.yaml"] + mirrors,
  });
  const config = ["--no-measure", "--config", "hullproof.yaml"];
  const { code, stderr, file } = await proven(folder.path, ...config, "Dockerfile");
  expect([code, stderr]).toEqual([0, ""]);
  const notProven = ["3.13", "3.8"].map((one) => `${tinyImage} stood in for python:${one}-slim`).join(", ");
  const of = (rule: string) => file?.fixes.find((one) => one.rule === rule);
  expect(of("base-image/end-of-life")).toMatchObject({ outcome: "applied", notProven });
  expect(of("build/add-instead-of-copy")).toMatchObject({ outcome: "applied" });
  expect(of("build/add-instead-of-copy")).not.toHaveProperty("notProven");
  expect(file?.diff).toContain("base-image/end-of-life (not proven)");
  const shown = await cli(["fix", "--proven", ...config, "Dockerfile"], { cwd: folder.path });
  expect(shown.stderr).toContain(`python:3.13-slim\`: not proven: ${notProven}`);
}, 120_000);

it("builds on a mirror of a file that was found once it is agreed to, as it is on this engine, and never pulls one", async () => {
  const text = `FROM python:3.8-slim\nADD app /app\nCMD ["ls", "-ln", "/app"]\n`;
  const [old, next] = [`python:3.8-slim: ${tinyImage}`, `python:3.13-slim: ${tinyImage}`];
  const here = async (mirrors: string, ...args: string[]) => {
    const settings = `${once["hullproof.yaml"]}mirrors: { ${mirrors} }\n`;
    await using folder = await folderOf({ ...files, Dockerfile: text, "hullproof.yaml": settings });
    const words = ["fix", "--proven", "--no-measure", "--format", "json", ...args, "Dockerfile"];
    const { code, stdout, stderr } = await cli(words, { cwd: folder.path });
    const report = stdout === "" ? undefined : (JSON.parse(stdout) as FixReport);
    return { code, stderr, of: (rule: string) => report?.files[0]?.fixes.find((one) => one.rule === rule) };
  };
  const allow = (item: string) => `--allow-host=mirror:${item.replace(": ", "=")}`;
  // Nothing was agreed to: all that the file proposes is listed at once.
  const asked = await here(`${old}, ${next}`);
  expect(asked.code).toBe(2);
  for (const flag of [allow(old), allow(next)]) expect(asked.stderr).toContain(flag);
  expect(asked.stderr).toMatch(
    /builds on hullproof-test\/busybox:latest \(sha256:[0-9a-f]{12}\) in place of python:3\.8-slim/,
  );
  // One of them: the new base is dropped, and the other fixes are tried.
  const one = await here(`${old}, ${next}`, allow(old));
  expect(one.code, one.stderr).toBe(0);
  expect(one.of("base-image/end-of-life")).toMatchObject({
    outcome: "dropped",
    reason: expect.stringContaining(allow(next)) as string,
  });
  expect(one.of("build/add-instead-of-copy")).toMatchObject({ outcome: "applied" });
  // Both.
  const both = await here(`${old}, ${next}`, allow(old), allow(next));
  expect(both.of("base-image/end-of-life")).toMatchObject({
    outcome: "applied",
    notProven: expect.stringContaining("stood in for") as string,
  });
  // An item for another image, and a name that only a registry could have.
  expect((await here(old, "--allow-host=mirror:python:3.8-slim=other")).code).toBe(2);
  const registry = "registry.invalid/python:3.8-slim";
  const away = await here(`python:3.8-slim: ${registry}`, `--allow-host=mirror:python:3.8-slim=${registry}`);
  expect(away.code).toBe(2);
  expect(away.stderr).toContain(
    `hullproof: python:3.8-slim: hullproof.yaml names ${registry} for it, which this engine does not have`,
  );
  expect(away.stderr).toContain("--config hullproof.yaml");
}, 300_000);

it("refuses a fix that changes an owner it does not declare, and keeps the rest", async () => {
  // chown -R also reaches what was in the folder before.
  const text = dockerfile.replace("ADD app /app\n", "RUN mkdir -p /app/own\nADD app /app\n");
  await using folder = await folderOf({ ...files, ...once, Dockerfile: text });
  const { code, file } = await proven(folder.path, "--no-measure");
  expect(code).toBe(0);
  expect(file?.fixes.find(({ rule }) => rule === "layers/chown-after-copy")).toMatchObject({
    outcome: "dropped",
    reason: expect.stringMatching(/^changes what it does not declare: \/app/) as string,
  });
  expect(file?.text).toBe(text.replace("ADD", "COPY"));
});

describe("an original that cannot be held against", () => {
  it.each([
    ["does not build", dockerfile.replace(owner, `RUN echo no wonder && false\n${owner}`), "no wonder"],
    ["does not run", `${dockerfile}EXPOSE 8080\nCMD ["sleep", "600"]\n`, "was never ready"],
  ])("%s: exit 2 with its words, nothing on stdout, and the way on", async (what, text, words) => {
    const config =
      what === "does not run"
        ? "workload: { ready: { tcp: { port: 8080 } }, readyTimeout: 1s, stop: { timeout: 1s } }\n"
        : "";
    await using folder = await folderOf({ ...files, Dockerfile: text, "hullproof.yaml": config });
    const { code, stdout, stderr } = await proven(folder.path);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`The original ${what}, so no fix of it can be proven.`);
    expect(stderr).toContain(words);
    expect(stderr).toContain("`hullproof fix` without --proven offers the safe fixes.");
    expect((await cli(["fix"], { cwd: folder.path })).stdout).toContain("+COPY app /app");
  });

  it("one project at a time", async () => {
    const { code, stderr } = await proven(".", "a", "b");
    expect(code).toBe(2);
    expect(stderr).toContain("--proven takes one folder, one Dockerfile or one Compose file");
  });
});

it.each(long ? (["SIGINT", "SIGTERM"] as const) : (["SIGINT"] as const))(
  "%s in the middle leaves nothing: exit 2",
  async (signal) => {
    await using folder = await folderOf(files);
    let sent = false;
    const { code, stdout, stderr } = await cli(["fix", "--proven", "--write", "--progress", "plain"], {
      cwd: folder.path,
      started: (child) =>
        child.onStderr((text) => {
          if (sent || !text.includes("reference ")) return;
          sent = true;
          setTimeout(() => child.kill(signal), 200);
        }),
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(signal);
    expect(readFileSync(join(folder.path, "Dockerfile"), "utf8")).toBe(dockerfile);
    expect(await runs.left(await connect())).toEqual([]);
  },
);

it.runIf(long)("holds a join in a build stage against its base, where the image itself has no shell", async () => {
  const text = [
    `FROM ${tinyImage} AS build`,
    "RUN apt-get update",
    "RUN apt-get install -y curl",
    "FROM scratch",
    "COPY --from=build /bin/busybox /ls",
    'CMD ["/ls", "-n", "/"]',
    "",
  ].join("\n");
  // No apt is there, but a program of that name, which is all a build asks for.
  const program = "RUN printf '#!/bin/sh\\nexit 0\\n' > /bin/apt-get; chmod +x /bin/apt-get\n";
  await using folder = await folderOf({ ...once, Dockerfile: text.replace("RUN", `${program}RUN`) });
  const { code, stderr } = await cli(["fix", "--proven", "--progress", "plain", "--no-measure"], { cwd: folder.path });
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/compare {3}line 3: each command of the joined RUN made to fail: fails as before/);
});

it.skipIf(!hasTerminal)("asks with what was measured, and proves again what was chosen (needs python3)", async () => {
  await using folder = await folderOf({ ...files, ...once });
  // No to COPY, yes to the owner: a part of what was proven is not proven.
  const { code, shown } = fixOnTerminal("nyy", folder.path, "--proven");
  expect(code, shown).toBe(0);
  expect(shown).toMatch(/layers\/chown-after-copy, proven: -9\.8 KiB, -1 layer, 0 packages, /);
  expect(shown.match(/✓ build {5}with/g)?.length).toBeGreaterThan(1);
  expect(readFileSync(join(folder.path, "Dockerfile"), "utf8")).toBe(fixed.replace("COPY", "ADD"));
});
