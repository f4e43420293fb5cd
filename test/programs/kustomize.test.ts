// `check --render kustomize` with the real programs, kustomize and kubectl: what is skipped here is not installed (apt-get install -y kustomize kubernetes-client).
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { check } from "../../src/pipeline/findings/check.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { pathRules } from "../../src/sources/paths/path-rules.ts";
import { runRenderer } from "../../src/sources/render/run-renderer.ts";

let base = "";
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-kustomize-")));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(base, path)), { recursive: true });
  await writeFile(join(base, path), text);
};
const placeOf = (name: string): string =>
  spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
/** One that is not the loopback's, for which no proxy is asked. */
const ownAddress = Object.values(networkInterfaces())
  .flatMap((all = []) => all)
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
/** A PATH that has the one program, and git, which it starts. */
async function pathOf(name: string): Promise<string> {
  await mkdir(join(base, "bin"));
  for (const one of [name, "git"]) await symlink(await realpath(placeOf(one)), join(base, "bin", one));
  return join(base, "bin");
}

describe.each(["kustomize", "kubectl"])("%s", (name) => {
  const here = it.skipIf(placeOf(name) === "" || ownAddress === undefined);

  here("renders an overlay of a base, and what it makes is judged", async () => {
    await put("repo/base/kustomization.yaml", "resources: [web.yaml]\n");
    await put(
      "repo/base/web.yaml",
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: "example/web:1.4"}]}\n',
    );
    await put(
      "repo/prod/kustomization.yaml",
      "resources: [../base]\npatches: [{path: more.yaml}]\nconfigMapGenerator: [{name: web, literals: [DB_PASSWORD=tr0ub4dor]}]\n",
    );
    await put(
      "repo/prod/more.yaml",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {hostNetwork: true}}}\n",
    );
    const context = { cwd: join(base, "repo"), today: "2026-11-28", version: "0", progress: () => {} };
    const env = { PATH: await pathOf(name) };
    const report = await check(["."], { ...context, env, render: ["kustomize"] } as unknown as Context);
    expect(report.targets.map(({ id }) => id)).toEqual(["prod/kustomization.yaml (rendered)"]);
    const found = report.findings.map(({ rule }) => rule);
    expect(found).toContain("capabilities/host-namespace");
    expect(found).toContain("secrets/in-config-map");
    expect(JSON.stringify(report)).not.toContain("tr0ub4dor");
  });

  here.each(["a.yaml", "repository.git"])(
    "fetches no %s by itself, even where nothing refused it before",
    async (path) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? "");
        response.end("kind: A\n");
      });
      await once(server.listen(0, "0.0.0.0"), "listening");
      const { port } = server.address() as AddressInfo;
      const search = { env: { PATH: await pathOf(name) }, rules: pathRules("/", []) };
      await put("copy/kustomization.yaml", `resources: ["http://${ownAddress}:${port}/${path}"]\n`);
      const rendered = runRenderer({
        by: "kustomize",
        folder: join(base, "copy"),
        root: base,
        name: "copy",
        home: join(base, "home"),
        minor: 35,
        search,
        signal: new AbortController().signal,
      });
      await expect(rendered).rejects.toThrow(/copy is not rendered: .* ended with 1/);
      server.close();
      expect(asked).toEqual([]);
    },
  );
});
