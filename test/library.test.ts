// What the package exports, from its packed tarball: that it can be imported, that its types say what it does, and that docs/library.md is true.
import { execFile } from "node:child_process";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { root } from "./cli/run-cli.ts";
import { dockerSave } from "./images/archive.ts";
import { installed, packed } from "./package-folder.ts";

// Packs, compiles and starts programs.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let made: ReturnType<typeof packed>;
beforeAll(() => void (made = packed()));
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

const exec = promisify(execFile);
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
const blocks = (page: string): readonly string[] =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = ""]) => code);

/** A program's folder, with files that the page's examples read. */
function place(): string {
  const folder = installed(made, [...Object.keys(dependencies), "@types/node", "undici-types"]);
  const file = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  file("package.json", JSON.stringify({ type: "module" }));
  file("Dockerfile", "FROM debian:8\nMAINTAINER me\nRUN apt-get update && apt-get install curl\nCMD app\n");
  file("image.tar", dockerSave({ layers: [[{ path: "etc/os-release", content: "ID=debian\nVERSION_ID=13\n" }]] }));
  file("sbom.cdx.json", JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", components: [] }));
  return folder;
}

async function run(folder: string, code: string, env: NodeJS.ProcessEnv = {}) {
  writeFileSync(join(folder, "program.ts"), code);
  return exec(process.execPath, ["program.ts"], { cwd: folder, env: { ...process.env, ...env } });
}

describe("the packed package", () => {
  it("is right by publint", async () => {
    const { messages } = await publint({ pkgDir: made.content, pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  it("has types that resolve, for whoever can import it", async () => {
    const { problems } = (await checkPackage(createPackageFromTarballData(readFileSync(made.tarball)))) as {
      problems: readonly { readonly kind: string; readonly resolutionKind?: string }[];
    };
    // TypeScript's oldest resolution knows no exports, and CommonJS imports these modules by `import()` alone: Node 24 and ESM are what it is for.
    const meant = problems.filter(
      ({ kind, resolutionKind }) =>
        resolutionKind !== "node10" && resolutionKind !== "node16-cjs" && kind !== "CJSResolvesToESM",
    );
    expect(meant).toEqual([]);
  });

  it("has declarations of what its types lead to, and no others", () => {
    const declared = globSync("dist/types/**/*.d.ts", { cwd: made.content });
    expect(declared).toContain("dist/types/library/index.d.ts");
    expect(declared.length).toBeLessThan(120);
    expect(declared.filter((path) => /types\/(?:pipeline|sources|proof|commands|supervision)\//.test(path))).toEqual(
      [],
    );
  });
});

it("the examples of docs/library.md and of the page on own rules compile as strictly as can be", async () => {
  const folder = place();
  const examples = [...blocks("docs/library.md"), ...blocks("docs/guide/own-rules.md")];
  expect(examples.length).toBeGreaterThan(4);
  for (const [at, code] of examples.entries()) writeFileSync(join(folder, `example-${at}.ts`), code);
  // What must not compile: a fact that a rule did not ask for, a name that is not exported, an id of hullproof's own.
  writeFileSync(
    join(folder, "refused.ts"),
    `import { defineRule } from "hullproof/rules";
// @ts-expect-error
import { runRules } from "hullproof";
// @ts-expect-error
import "hullproof/dist/cli.cjs";
const examples = [{ kind: "document", bad: "", good: "" }] as const;
const words = { title: "a", why: "b", severity: "info", examples } as const;
// @ts-expect-error
defineRule({ ...words, id: "build/maintainer", needs: ["today"], *check() {} });
// @ts-expect-error
defineRule({ ...words, id: "build/own-a", needs: ["today"], *check({ dockerfile }) { yield dockerfile; } });
export { runRules };
`,
  );
  const options = {
    strict: true,
    module: "nodenext",
    target: "es2024",
    noEmit: true,
    lib: ["es2024", "esnext"],
    types: ["node"],
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...options, exactOptionalPropertyTypes: true } }),
  );
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = await exec(process.execPath, [compiler, "-p", folder], { cwd: folder }).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).toBe("");
});

it("the examples of docs/library.md run, and print what they print themselves", async () => {
  const folder = place();
  const [find = "", fix = "", images = "", errors = ""] = blocks("docs/library.md");
  const found = await run(folder, find);
  expect(found.stdout).toMatch(/^Dockerfile:\d+ [a-z-]+\/[a-z-]+: /m);
  const fixed = await run(folder, fix);
  expect(fixed.stdout).toMatch(/^Dockerfile: [1-9]\d* fixes\n$/);
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).not.toContain("MAINTAINER");
  expect(JSON.parse(readFileSync(join(folder, "check.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  const read = await run(folder, images, { HULLPROOF_DATA: join(folder, "none") });
  expect(read.stdout).toMatch(/^1 layers, 0 packages, user .*\n0 vulnerabilities\nnot everything could be checked\n$/);
  expect((await run(folder, errors)).stdout).toMatch(/^bad-usage Save the image/);
  for (const { stderr } of [found, fixed, read]) expect(stderr).toBe("");
});

it("asks no engine, prints nothing, and leaves the process as it was", async () => {
  const folder = place();
  let asked = 0;
  const engine = createServer(() => void asked++).listen(join(folder, "engine.sock"));
  const { stdout, stderr } = await run(
    folder,
    `import { check, fixPlan, inspect, scan, render, formatNames, Failure } from "hullproof";
const before = [process.listenerCount("warning"), process.listenerCount("SIGINT"), process.cwd(), process.exitCode].join();
const refused = [];
for (const act of [
  () => check("debian:13"), () => check("container:a"), () => inspect("daemon:debian:13"), () => scan("registry:debian"), () => scan("-"),
  () => check([]), () => check(""), () => check(".", { today: "soon" }), () => check(".", { enforce: ["build/none"] }), () => check("none/Dockerfile"),
  () => render({} as never, "pdf"), () => fixPlan(".", { suggested: true }),
])
  await act().then(() => refused.push("none"), (error) => refused.push(error instanceof Failure ? error.code : String(error)));
const report = await check(["Dockerfile", "image.tar"]);
for (const format of formatNames) await render(report, format, { author: "us", color: true });
await fixPlan(".");
await inspect("image.tar");
await scan("image.tar");
const gone = await check(".", { signal: AbortSignal.abort(new Error("mine")) }).catch((error) => error.message);
const after = [process.listenerCount("warning"), process.listenerCount("SIGINT"), process.cwd(), process.exitCode].join();
console.log(JSON.stringify({ refused, gone, same: before === after, codes: new Set(report.rules.map(({ target }) => target)).size }));
`,
    {
      DOCKER_HOST: `unix://${join(folder, "engine.sock")}`,
      HULLPROOF_DATA: join(folder, "none"),
      XDG_CACHE_HOME: join(folder, "cache"),
    },
  ).finally(() => engine.close());
  expect(stderr).toBe("");
  const said = JSON.parse(stdout) as { refused: readonly string[] };
  const usage = Array.from({ length: 9 }, () => "bad-usage");
  expect(said).toEqual({
    refused: [...usage, "no-such-file", "bad-usage", "bad-usage"],
    gone: "mine",
    same: true,
    codes: 2,
  });
  expect(asked).toBe(0);
  expect(globSync("cache/**", { cwd: folder })).toEqual([]);
});

it("loads nothing of the command line", () => {
  const text = (file: string) => readFileSync(join(made.content, "dist", file), "utf8");
  const reached = (from: string) => {
    const files = new Set([from]);
    for (const file of files)
      for (const [, to = ""] of text(file).matchAll(/["'`]\.\/([\w-]+\.c?js)["'`]/g)) files.add(to);
    return files;
  };
  expect(reached("library.js").size).toBeGreaterThan(10);
  expect(reached("library.js")).not.toContain("cli.cjs");
  expect([...reached("rules.js")].reduce((size, file) => size + text(file).length, 0)).toBeLessThan(2_000);
});
