// `fix` on charts, kustomizations and templates: it edits none, and reports each.
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fixesFromHere } from "../../../../test/fixes-from-here.ts";
import { renderFixJson } from "../../../reports/fix-schema.ts";
import { renderFixSummary } from "../../../reports/fix-summary.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-by-hand-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rule = ["capabilities/new-privileges"];
const pod = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`;
const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};

it("fixes the manifests of a kustomization and reports it; names charts and templates with the alternative", async () => {
  await put("base/kustomization.yaml", "resources: [web.yaml]\n");
  await put("base/web.yaml", pod("web:1"));
  await put("my chart/Chart.yaml", "apiVersion: v2\nname: shop\n");
  await put("my chart/templates/web.yaml", pod("{{ .Values.image }}"));
  const report = await fixesFromHere(folder, ["."], rule);
  expect(report.files.map(({ file, changed }) => [file, changed])).toEqual([["base/web.yaml", true]]);
  const told = renderFixSummary(report, { write: true, targets: ["."] });
  expect(told).toContain("base/kustomization.yaml: not fixed: it is a kustomization: the manifests that it names are");
  expect(told).toContain("my chart/Chart.yaml: not fixed: it is a chart");
  expect(told).toContain("`hullproof check --render helm 'my chart'` says what");
  expect(told).toContain("my chart/templates/web.yaml: not fixed: it is a template");
  expect(told).toMatch(/1 file fixed\.\n$/);
  expect(JSON.parse(renderFixJson(report)).byHand).toHaveLength(3);
});

it.each([
  ["chart", { "it/Chart.yaml": "apiVersion: v2\nname: shop\n" }],
  ["kustomization", { "it/kustomization.yml": "resources: [https://example.com/web.yaml]\n" }],
])("refuses a single %s", async (kind, files) => {
  for (const [path, text] of Object.entries(files)) await put(path, text);
  await expect(fixesFromHere(folder, ["it"], rule)).rejects.toMatchObject({
    code: "unreadable",
    message: expect.stringContaining(`is not fixed: it is a ${kind}`),
  });
});

it("does not list a repository of templates line by line", async () => {
  for (let at = 0; at < 30; at++) await put(`chart/templates/${at}.yaml`, pod("{{ .Values.image }}"));
  await put("Dockerfile", "FROM scratch\n");
  const told = renderFixSummary(await fixesFromHere(folder, ["."], rule), { write: true, targets: ["."] });
  expect(told.split("\n").filter((line) => line.includes("it is a template"))).toHaveLength(3);
  expect(told).toContain("27 files more");
});
