// `check --render`: charts and kustomizations, with test programs in place of helm and kubectl.
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ourRenderers } from "../../../test/programs-of-ours/renderers.ts";
import type { Report } from "../../domain/report/report.ts";
import { renderGithub } from "../../reports/github.ts";
import { renderSarif } from "../../reports/sarif.ts";
import type { Context } from "../context.ts";
import { compareReports } from "../baseline/compare.ts";
import { comparable, type EarlierReport } from "../baseline/earlier-report.ts";
import { fileExists } from "../baseline/with-baseline.ts";
import { check } from "./check.ts";

let base = "";
let PATH = "";
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-render-")));
  PATH = await ourRenderers(join(base, "bin"));
  await mkdir(join(base, "repo"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(base, "repo", path)), { recursive: true });
  await writeFile(join(base, "repo", path), text);
};
async function checked(targets: readonly string[] = ["."], more: Partial<Context> = {}): Promise<Report> {
  const own = { cwd: join(base, "repo"), today: "2026-11-28", version: "0", progress: () => {}, env: { PATH } };
  const context = { ...own, render: ["helm", "kustomize"], ...more } as unknown as Context;
  return check(targets, context);
}
const targetsOf = ({ targets }: Report): string[] => targets.map(({ kind, id }) => `${kind} ${id}`);
const privileged = ({ findings }: Report): string[] =>
  findings
    .filter(({ rule }) => rule === "capabilities/privileged")
    .map(({ location }) => ("file" in location ? `${location.file}:${location.startLine}` : "?"));

const pod = (name: string, more = "privileged: true"): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: ${name}}}\nspec:\n  containers:\n    - name: ${name}\n      image: example/${name}:1.4\n      securityContext:\n        ${more}\n`;
const service = (app: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: ${app}}}\n`;
const source = (template: string, text: string): string => `---\n# Source: shop/${template}\n${text}`;

const toEarlier = ({ targets, findings }: Report): EarlierReport => ({
  file: "before.json",
  kind: "report",
  targets,
  findings: findings.map((one) => comparable(one, targets)),
  vulnerabilities: [],
});

const putChart = async (folder: string, printed: string, behave?: string): Promise<void> => {
  await put(`${folder}/Chart.yaml`, "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
  await put(`${folder}/templates/web.yaml`, pod("web").replace("example/web:1.4", "{{ .Values.image }}"));
  await put(`${folder}/templates/plain.yaml`, pod("plain"));
  await put(`${folder}/printed`, printed);
  if (behave !== undefined) await put(`${folder}/behave`, behave);
};

describe("a chart", () => {
  it("makes each template a target, with the lines of `--show-only`, in place of its source", async () => {
    await putChart(
      "deploy/chart",
      `${source("templates/service.yaml", service("web"))}${source("templates/web.yaml", pod("web"))}${source("charts/db/templates/db.yaml", pod("db"))}${source("templates/web.yaml", pod("two"))}`,
    );
    await put("deploy/chart/charts/db/Chart.yaml", "apiVersion: v2\nname: db\n");
    await put("other.yaml", pod("other"));
    const report = await checked(["."], { render: ["helm"] });
    expect(targetsOf(report)).toEqual([
      "kubernetes other.yaml",
      "kubernetes deploy/chart/templates/service.yaml (rendered)",
      "kubernetes deploy/chart/templates/web.yaml (rendered)",
      "kubernetes deploy/chart/charts/db/templates/db.yaml (rendered)",
    ]);
    expect(privileged(report)).toEqual([
      "deploy/chart/charts/db/templates/db.yaml (rendered):11",
      "deploy/chart/templates/web.yaml (rendered):11",
      "deploy/chart/templates/web.yaml (rendered):22",
      "other.yaml:9",
    ]);
    expect(report.targets[2]?.rendered).toEqual({
      by: "helm",
      folder: "deploy/chart",
      from: "deploy/chart/templates/web.yaml",
    });
    expect(report.notChecked ?? []).toEqual([]);
    // Rendered output gets no edits; the advice stays.
    const ours = report.findings.filter(({ target }) => target.endsWith("(rendered)"));
    expect(ours.filter(({ fix }) => fix !== undefined)).toEqual([]);
    expect(ours.map(({ notFixed }) => notFixed?.reason)).toContain(
      "it is rendered: change deploy/chart/templates/web.yaml or the values that it reads",
    );
  });

  it("places annotations in existing files: the template, or a packed chart", async () => {
    await putChart(
      "chart",
      `${source("templates/web.yaml", pod("web"))}${source("charts/db/templates/db.yaml", pod("db"))}`,
    );
    await put("chart/charts/db-1.0.0.tgz", "packed");
    const report = await checked(["chart"]);
    const files = ["chart/templates/web.yaml", "chart/Chart.yaml"];
    const log = JSON.parse(renderSarif(report));
    const uris = log.runs[0].results.map(
      ({ locations: [at] }: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) =>
        at.physicalLocation.artifactLocation.uri,
    );
    expect(new Set(uris)).toEqual(new Set(files));
    const annotated = renderGithub(report).matchAll(/ file=([^,]*),line=1,title=[^:]*::(\S+ \(rendered\):\d+:\d+)/g);
    expect(new Set([...annotated].map(([, file, place]) => `${file} ${place?.replace(/:\d+:\d+$/, "")}`))).toEqual(
      new Set([`${files[0]} ${files[0]} (rendered)`, `${files[1]} chart/charts/db/templates/db.yaml (rendered)`]),
    );
  });

  it("passes values files to helm in their order, from any folder", async () => {
    await putChart("chart", source("templates/web.yaml", pod("web", "privileged: false")));
    const values = [join(base, "a.yaml"), "prod/b.yaml"];
    await writeFile(values[0] ?? "", source("templates/a.yaml", pod("a")));
    await put("prod/b.yaml", source("templates/b.yaml", pod("b")));
    const report = await checked(["chart"], { values });
    expect(targetsOf(report).map((one) => /\w+(?=\.yaml)/.exec(one)?.[0])).toEqual(["web", "a", "b"]);
    expect(privileged(report)).toEqual([
      "chart/templates/a.yaml (rendered):11",
      "chart/templates/b.yaml (rendered):11",
    ]);
  });

  it("refuses values that are missing, a folder, or not for a single chart", async () => {
    await putChart("chart", source("templates/web.yaml", pod("web")));
    await put("v.yaml", "image: x\n");
    await expect(checked(["chart"], { values: ["gone.yaml"] })).rejects.toThrow(/gone\.yaml/);
    await expect(checked(["chart"], { values: ["chart"] })).rejects.toThrow(/chart/);
    await expect(checked(["chart"], { values: ["v.yaml"], render: [] })).rejects.toThrow(/for one chart, and none is/);
    await putChart("other", source("templates/web.yaml", pod("web")));
    await expect(checked(["."], { values: ["v.yaml"] })).rejects.toThrow(/for one chart, and 2 are rendered/);
  });

  it("is evaluated with its objects together", async () => {
    await putChart(
      "chart",
      `${source("templates/s.yaml", service("web"))}${source("templates/t.yaml", service("none"))}${source("templates/web.yaml", pod("web"))}`,
    );
    const { findings } = await checked(["chart"]);
    expect(findings.filter(({ rule }) => rule === "build/selector-without-pods").map(({ target }) => target)).toEqual([
      "chart/templates/t.yaml (rendered)",
    ]);
  });

  it("applies suppressions in a template, and of hullproof.yaml for the template's own path", async () => {
    await putChart(
      "chart",
      `${source("templates/a.yaml", pod("a").replace("    - name", "    # hullproof ignore capabilities/privileged: it mounts\n    - name"))}${source("templates/b.yaml", pod("b"))}${source("templates/c.yaml", pod("c"))}`,
    );
    await put(
      "hullproof.yaml",
      "ignores:\n  - { rule: capabilities/privileged, path: chart/templates/b.yaml, reason: known }\n",
    );
    expect(privileged(await checked())).toEqual(["chart/templates/c.yaml (rendered):11"]);
  });

  it("is named by its folder or file, elsewhere, absolute, or as the current folder", async () => {
    await putChart("chart", source("templates/web.yaml", pod("web")));
    for (const target of ["chart", "chart/Chart.yaml", "./chart/", join(base, "repo/chart")])
      expect(privileged(await checked([target]))).toHaveLength(1);
    const inside = await checked(["."], { cwd: join(base, "repo/chart") });
    expect(privileged(inside)).toEqual(["templates/web.yaml (rendered):11"]);
  });

  it("is not clean without output, and a library makes none", async () => {
    await putChart("lib", "");
    await put("lib/Chart.yaml", "apiVersion: v2\nname: lib\ntype: library\n");
    await putChart("empty", "");
    const report = await checked();
    expect(report.targets.map(({ id }) => id)).toEqual(["lib/templates/plain.yaml", "empty/Chart.yaml"]);
    expect(report.findings.filter(({ target }) => target !== "lib/templates/plain.yaml")).toEqual([]);
    expect(report.notChecked?.join("\n")).toMatch(/lib\/Chart.yaml: it is a library chart/);
    expect(report.notChecked?.join("\n")).toMatch(/empty\/Chart.yaml: rendered as it is, it makes no object/);
  });

  it.each<[string, string, string, RegExp]>([
    ["ends with an error", "", "echo 'Error: boom' >&2\nexit 1\n", /chart is not rendered: .*Error: boom/],
    ["prints without end", "", "yes\n", /printed more than 16 MiB/],
    [
      "prints too many templates",
      "",
      "i=0\nwhile [ $i -lt 2500 ]; do echo '---'; echo \"# Source: a/$i\"; i=$((i+1)); done\n",
      /more than 2000 templates/,
    ],
  ])("is not clean if it %s", async (_, printed, behave, message) => {
    await putChart("chart", printed, behave);
    await expect(checked(["chart"], { render: ["helm"] })).rejects.toThrow(message);
    await put("Dockerfile", "FROM scratch\n");
    const report = await checked();
    const failed = report.rules.filter(({ verdict, target }) => verdict === "failed" && target === "chart/Chart.yaml");
    expect(failed.length).toBeGreaterThan(20);
    expect(failed[0]?.reason).toMatch(message);
  });

  it("may print invalid YAML", async () => {
    await putChart("chart", `${source("templates/a.yaml", "a: [\n")}${source("templates/b.yaml", pod("b"))}`);
    const report = await checked();
    expect(report.findings.map(({ rule, target }) => `${rule} ${target}`)).toContain(
      "build/manifest-refused chart/templates/a.yaml (rendered)",
    );
    expect(privileged(report)).toEqual(["chart/templates/b.yaml (rendered):11"]);
  });

  it("hides links that lead out from a program", async () => {
    await putChart("chart", source("templates/web.yaml", pod("web")));
    await symlink("/etc/passwd", join(base, "repo/chart/templates/users.yaml"));
    await expect(checked(["chart"], { render: ["helm"] })).rejects.toThrow(
      /templates\/users.yaml is a link.*leads out/,
    );
  });
});

describe("a kustomization", () => {
  beforeEach(async () => {
    await put("base/kustomization.yaml", "resources: [web.yaml]\n");
    await put("base/web.yaml", pod("web"));
    await put("prod/kustomization.yaml", "resources: [../base]\npatches: [{path: user.yaml}]\n");
    await put("prod/user.yaml", pod("web"));
    await put("prod/printed", pod("web"));
  });

  it("is rendered where no overlay uses it, in place of its parts", async () => {
    const report = await checked();
    expect(targetsOf(report)).toEqual(["kubernetes prod/kustomization.yaml (rendered)"]);
    expect(privileged(report)).toEqual(["prod/kustomization.yaml (rendered):9"]);
    expect(report.findings.find(({ notFixed }) => notFixed !== undefined)?.notFixed?.reason).toBe(
      "it is rendered: change what prod/kustomization.yaml names, or patch it there",
    );
  });

  it.each<[string, string, RegExp]>([
    ["a URL", "resources: ['https://example.com/a.yaml']\n", /https:\/\/example.com\/a.yaml, which is not here/],
    ["a repository", "resources: [github.com/org/repo//base?ref=v1]\n", /nothing is fetched/],
    ["a file that is not there", "resources: [gone.yaml]\n", /gone.yaml: it does not exist/],
    ["a folder outside", "resources: [../../../../etc]\n", /lies outside of the folder that was named/],
    ["a patch by URL", "patches: [{path: 'http://example.com/p'}]\n", /nothing is fetched/],
    [
      "a config map of a URL",
      "configMapGenerator: [{name: a, files: ['k=https://example.com']}]\n",
      /nothing is fetched/,
    ],
    ["a plug-in", "transformers: [t.yaml]\n", /`transformers`, which may start programs/],
    ["a chart", "helmCharts: [{name: a}]\n", /`helmCharts`/],
    ["a base that fetches", "resources: [../remote]\n", /remote\/kustomization.yaml names https/],
    ["a folder without one", "resources: [../empty]\n", /empty has no kustomization.yaml/],
    ["no YAML", "resources: [\n", /is no YAML/],
  ])("is refused before a program starts, for %s", async (_, text, reason) => {
    await put("remote/kustomization.yaml", "resources: ['https://example.com/a.yaml']\n");
    await put("empty/x", "");
    await put("prod/kustomization.yaml", text);
    await put("prod/behave", "touch /tmp/hullproof-must-not-run\n");
    await put("Dockerfile", "FROM scratch\n");
    const { unread = [] } = await checked(["."], { env: { PATH: "/nowhere" } });
    expect(unread.find(({ path }) => path === "prod/kustomization.yaml")?.reason).toMatch(reason);
  });

  it("is reported if it is a component or in a cycle", async () => {
    await put("base/kustomization.yaml", "resources: [../prod]\n");
    await put("part/kustomization.yaml", "kind: Component\n");
    const report = await checked(["."], { env: { PATH: "/nowhere" } }).catch((error: unknown) => error as Error);
    const told =
      report instanceof Error ? `${report.message} ${JSON.stringify(report)}` : report.notChecked?.join("\n");
    expect(told).toMatch(/base\/kustomization.yaml/);
    expect(told).toMatch(/part\/kustomization.yaml/);
  });
});

it("starts nothing without the flag, which the advice names", async () => {
  await putChart("chart", source("templates/web.yaml", pod("web")), "touch ../started\n");
  const report = await checked(["."], { render: [] });
  expect(targetsOf(report)).toEqual(["kubernetes chart/templates/plain.yaml"]);
  expect(report.notChecked?.join("\n")).toMatch(/it is a chart; --render helm/);
});

it("keeps unrendered findings of a baseline, and reports removed ones as fixed", async () => {
  await putChart("chart", source("templates/web.yaml", pod("web")));
  const earlier = toEarlier(await checked(["chart"], { render: ["helm"] }));
  const around = { today: "2026-11-28", exists: fileExists(join(base, "repo")) };
  const gone = (report: Report) => {
    const { fixed = [], notCompared = [] } = compareReports(report, earlier, around).baseline ?? {};
    return [fixed.length > 0, notCompared.length > 0];
  };
  expect(gone(await checked(["chart"], { render: ["helm"] }))).toEqual([false, false]);
  expect(gone(await checked(["chart"], { render: [] }))).toEqual([false, true]);
  await rm(join(base, "repo/chart/templates/web.yaml"));
  expect(gone(await checked(["chart"], { render: [] }))).toEqual([true, false]);
});

it("reports that none was found", async () => {
  await put("web.yaml", pod("web"));
  const report = await checked(["."], { render: ["helm"] });
  expect(report.notChecked?.join("\n")).toMatch(/--render helm was asked for, and there is nothing for it/);
});
