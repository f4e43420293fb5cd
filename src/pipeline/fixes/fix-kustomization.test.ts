// `fix --render kustomize`: a patch that the kustomization lists, with a test program in place of kubectl.
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fixesFromHere } from "../../../test/fixes-from-here.ts";
import { ourRenderers } from "../../../test/programs-of-ours/renderers.ts";
import type { FixReport } from "../../domain/report/fix-report.ts";

let base = "";
let PATH = "";
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-fix-kustomization-")));
  PATH = await ourRenderers(join(base, "bin"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(base, "repo", path)), { recursive: true });
  await writeFile(join(base, "repo", path), text);
};
const textOf = (path: string): Promise<string> => readFile(join(base, "repo", path), "utf8");
const deployment = (name: string, more = ""): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n      - image: example/web:1.4\n        name: web\n${more}`;
const hardened = "        securityContext:\n          allowPrivilegeEscalation: false\n";
/** Prints `printed`, and `patched` once the patch is listed. */
const behave = 'case "$(cat "$2/kustomization.yaml")" in *hullproof-patch*) exec cat "$2/patched" ;; esac\n';

async function putAll(kustomization: string, patched = deployment("prod-web", hardened), how = behave): Promise<void> {
  await put("base/kustomization.yaml", "resources: [web.yaml]\n");
  await put("base/web.yaml", deployment("web"));
  await put("prod/kustomization.yaml", kustomization);
  await put("prod/printed", deployment("prod-web"));
  await put("prod/patched", patched);
  await put("prod/behave", how);
}
const fixed = (target = ".", rule = ["capabilities/new-privileges"]): Promise<FixReport> =>
  fixesFromHere(join(base, "repo"), [target], rule, { env: { PATH }, render: ["kustomize"] });
const files = async (): Promise<readonly string[]> => (await readdir(join(base, "repo/prod"))).sort();

it("writes the fixes as a patch by the name before the prefix, and keeps the rendered files", async () => {
  await putAll("# Production.\nresources: [../base]\nnamePrefix: prod-\n");
  const report = await fixed();
  expect(report.files.map(({ file, changed, written }) => [file, changed, written])).toEqual([
    ["prod/kustomization.yaml (rendered)", false, false],
    ["prod/hullproof-patch.yaml", true, true],
    ["prod/kustomization.yaml", true, true],
  ]);
  expect(report.files[0]?.fixes).toMatchObject([{ rule: "capabilities/new-privileges", outcome: "applied" }]);
  expect(report.files[1]?.diff).toMatch(/^--- \/dev\/null\n\+\+\+ b\/prod\/hullproof-patch\.yaml\n@@ -0,0 \+1,/);
  expect(await textOf("prod/hullproof-patch.yaml")).toBe(
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          securityContext:\n            allowPrivilegeEscalation: false\n",
  );
  expect(await textOf("prod/kustomization.yaml")).toBe(
    "# Production.\nresources: [../base]\nnamePrefix: prod-\npatches:\n  - path: hullproof-patch.yaml\n",
  );
  expect(await textOf("base/web.yaml")).toBe(deployment("web"));
  // A second call: the rendered output is fixed.
  expect((await fixed()).files.map(({ changed }) => changed)).toEqual([false]);
});

it("accepts its folder or its file", async () => {
  await put("prod/kustomization.yaml", "resources: [web.yaml]\n");
  await put("prod/web.yaml", deployment("web"));
  await put("prod/printed", deployment("web"));
  await put("prod/patched", deployment("web", hardened));
  await put("prod/behave", behave);
  expect((await fixed("prod/kustomization.yaml")).files.map(({ changed }) => changed)).toEqual([false, true, true]);
});

it.each([
  [
    "resources: [../base]\npatches: [{path: user.yaml}]\n",
    "patches: [{path: user.yaml}, { path: hullproof-patch-2.yaml }]",
  ],
  [
    "resources: [../base]\npatches:\n- path: user.yaml # mine\n",
    "- path: user.yaml # mine\n- path: hullproof-patch-2.yaml",
  ],
])("appends to existing patches, and overwrites no file: %j", async (kustomization, expected) => {
  await putAll(kustomization);
  await put("prod/user.yaml", deployment("web"));
  await put("prod/hullproof-patch.yaml", "mine: true\n");
  await fixed();
  expect(await textOf("prod/kustomization.yaml")).toContain(expected);
  expect(await textOf("prod/hullproof-patch.yaml")).toBe("mine: true\n");
});

it.each<[string, Parameters<typeof putAll>, RegExp]>([
  [
    "kustomize makes something else of it",
    ["resources: [../base]\n", deployment("prod-web")],
    /makes something else of the patch/,
  ],
  [
    "kustomize refuses it",
    [
      "resources: [../base]\n",
      "",
      behave.replace('exec cat "$2/patched"', "echo 'Error: no matches for Id' >&2; exit 1"),
    ],
    /kustomize refuses the patch: .*no matches for Id/,
  ],
  ["the kustomization can't take it", ["resources: [../base]\npatches: &p []\nx: *p\n"], /can't take a patch/],
])("writes nothing where %s", async (_, args, reason) => {
  await putAll(...args);
  const before = [await files(), await textOf("prod/kustomization.yaml")];
  const report = await fixed();
  expect(report.files).toMatchObject([
    { changed: false, fixes: [{ outcome: "not-tried", reason: expect.stringMatching(reason) }] },
  ]);
  expect([await files(), await textOf("prod/kustomization.yaml")]).toEqual(before);
});

it("does not edit a chart", async () => {
  await put("chart/Chart.yaml", "apiVersion: v2\nname: shop\n");
  await expect(fixed()).rejects.toThrow(/it is a chart/);
});
