import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { check } from "./check.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-contexts-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

/** Verdict of a rule on the Dockerfile at `tool/Dockerfile`: `found`, `clean` or the reason of its skip. */
async function answer(rule: string, files: Files, target = ".", file = "tool/Dockerfile"): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {} } as unknown as Context;
  const report = await check([target], context);
  const own = report.rules.filter((one) => one.rule === rule && one.target === file);
  return own.map(({ verdict, reason }) => reason ?? verdict).join("; ");
}

const key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
const files: Files = {
  "tool/Dockerfile": "FROM debian:13\nCOPY src /src\n",
  "tool/.dockerignore": "src\n",
  "tool/src/a": "a\n",
  "src/a": "a\n",
};
const ci = (line: string): Files => ({ "build.sh": `docker build ${line}\n` });

describe("a .dockerignore in a folder that is no build context", () => {
  const rule = "build/copies-ignored-file";
  it("is not read where a script sends the top folder", async () => {
    expect(await answer(rule, files)).toBe("found");
    expect(await answer(rule, { ...files, ...ci("-f tool/Dockerfile .") })).toBe("clean");
  });
  it("is read in the top folder instead", async () => {
    const top = { ...files, ".dockerignore": "src\n", "tool/.dockerignore": "", ...ci("-f tool/Dockerfile .") };
    expect(await answer(rule, top)).toBe("found");
  });
  it.each<[string, Files, string]>([
    ["both folders", { ...ci("-f tool/Dockerfile ."), "b.sh": "docker build tool\n" }, "`.`, `tool`"],
    ["an expression", ci("-f $X/Dockerfile ."), "`.`, `tool`"],
  ])("is skipped where the context may be %s", async (_, builds, folders) => {
    const reason = `it has no answer that holds in each build context that the repository names: ${folders}`;
    expect(await answer(rule, { ...files, ...builds })).toBe(reason);
  });
  it("is reported where it applies in both", async () => {
    const both = { ...files, ".dockerignore": "src\n", ...ci("-f $X/Dockerfile .") };
    expect(await answer(rule, both)).toBe("found");
  });
  it("is skipped where a variable sets the context", async () => {
    const reason = "build context: `build.sh` line 1 does not say which folder is sent";
    expect(await answer(rule, { ...files, ...ci("-f tool/Dockerfile $X") })).toBe(reason);
  });
  it("is evaluated by the settings, whatever a script does", async () => {
    const settings = { "tool/hullproof.yaml": "build:\n  context: .\n" };
    expect(await answer(rule, { ...files, ...settings, ...ci("-f tool/Dockerfile .") })).toBe("found");
  });
  it("is evaluated by its own folder where only the file was named", async () => {
    expect(await answer(rule, { ...files, ...ci("-f tool/Dockerfile .") }, "tool/Dockerfile")).toBe("found");
  });
});

describe("a secret in the build context", () => {
  const rule = "secrets/copied-from-context";
  it("is searched for in the context", async () => {
    const secret = { ...files, "tool/.dockerignore": "", "src/tls.key": key };
    expect(await answer(rule, secret)).toBe("clean");
    expect(await answer(rule, { ...secret, ...ci("-f tool/Dockerfile .") })).toBe("found");
    expect(await answer(rule, { ...secret, "src/tls.key": "", "tool/src/tls.key": key })).toBe("clean");
  });
  it("is reported where every context has it", async () => {
    const builds = { ...files, "tool/.dockerignore": "", "src/tls.key": key, ...ci("-f $X/Dockerfile .") };
    expect(await answer(rule, builds)).toMatch(/no answer that holds/);
    expect(await answer(rule, { ...builds, "tool/src/tls.key": key })).toBe("found");
  });
});

describe("an image that the repository builds", () => {
  const latest = "base-image/latest-image";
  const ci = { "build.sh": "docker build -t acme/web .\n" };
  const compose = { "compose.yaml": "services:\n  a:\n    image: acme/web\n" };
  it.each<[string, string, string, Files]>([
    [latest, "compose.yaml", "a service", compose],
    [latest, "compose.yaml", "its tag", { "compose.yaml": "services:\n  a:\n    image: docker.io/acme/web:latest\n" }],
    [latest, "run.sh", "a command", { "run.sh": "docker run -d acme/web\n" }],
    [latest, "run.sh", "a pull", { "run.sh": "docker pull acme/web\n" }],
    [latest, "pod.yaml", "a pod", { "pod.yaml": pod("acme/web") }],
    [latest, "web.container", "a unit", { "web.container": "[Container]\nImage=docker.io/acme/web\n" }],
    ["base-image/floating-tag", "tool/Dockerfile", "a base", { "tool/Dockerfile": "FROM acme/web\n" }],
    ["base-image/floating-tag", "tool/Dockerfile", "a base's tag", { "tool/Dockerfile": "FROM acme/web:latest\n" }],
  ])("has no version, says %s of %s for %s", async (rule, file, _, own) => {
    expect(await answer(rule, own, ".", file)).toBe("found");
    expect(await answer(rule, { ...own, ...ci }, ".", file)).toBe("clean");
  });
  it("is evaluated where only the file was named, and where another one is built", async () => {
    expect(await answer(latest, { ...compose, ...ci }, "compose.yaml", "compose.yaml")).toBe("found");
    expect(
      await answer(latest, { ...compose, "build.sh": "docker build -t acme/other .\n" }, ".", "compose.yaml"),
    ).toBe("found");
  });
});

describe("an image whose version a kustomization sets", () => {
  const latest = "base-image/latest-image";
  const manifest =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n" +
    "    spec:\n      containers: [{name: app, image: ghcr.io/acme/web}]\n";
  const kustomization = (text: string, path = "k8s/kustomization.yaml"): Files => ({
    "k8s/web.yaml": manifest,
    [path]: `resources: [web.yaml]\n${text}\n`,
  });
  const images = (image: string): string => `images:\n- ${image}`;
  const replacement = (field: string, select: string, more = ""): string =>
    `replacements:\n- source: {kind: ConfigMap, name: v, fieldPath: data.V}\n  targets:\n  - select: ${select}\n    fieldPaths: [${field}]${more}`;
  const first = "spec.template.spec.containers.0.image";
  const web = "{kind: Deployment, name: web}";
  const part = (index: number, delimiter = ":"): string =>
    `\n    options: {delimiter: '${delimiter}', index: ${index}}`;

  it.each([
    images("{name: ghcr.io/acme/web, newTag: 1.2.3}"),
    images("{name: ghcr.io/acme/web, newTag: 1.2}"),
    images("{name: ghcr.io/acme/web, newName: mirror.example/web, newTag: v2}"),
    images(`{name: ghcr.io/acme/web, digest: "sha256:${"a".repeat(64)}"}`),
    replacement(first, web, part(1)),
    replacement(first, "{group: apps, version: v1, kind: Deployment, name: web}", part(1)),
    replacement(first, "{kind: Deployment}"),
    replacement(first, "{name: web}"),
    replacement('"spec.template.spec.containers.[name=app].image"', web, part(1)),
    replacement('"spec.template.spec.containers.*.image"', web, part(1)),
  ])("has one: %j", async (text) => {
    expect(await answer(latest, kustomization(text), ".", "k8s/web.yaml")).toBe("clean");
  });
  it("has one by an overlay in another folder", async () => {
    const overlay = kustomization(images("{name: ghcr.io/acme/web, newTag: v1}"), "prod/kustomization.yml");
    expect(await answer(latest, overlay, ".", "k8s/web.yaml")).toBe("clean");
  });

  it.each([
    "",
    images("{name: ghcr.io/acme/web, newTag: latest}"),
    images("{name: ghcr.io/acme/web, newName: mirror.example/web}"),
    images("{name: ghcr.io/acme/web-admin, newTag: v1}"),
    replacement(first, "{kind: StatefulSet, name: web}", part(1)),
    replacement(first, "{kind: Deployment, name: admin}", part(1)),
    replacement("spec.template.spec.containers.1.image", web, part(1)),
    replacement("spec.template.spec.initContainers.0.image", web, part(1)),
    replacement('"spec.template.spec.containers.[name=side].image"', web, part(1)),
    replacement("spec.template.spec.containers.0.name", web),
    replacement(first, web, part(0)),
    replacement(first, web, part(1, "/")),
    "images: [",
  ])("has none: %j", async (text) => {
    expect(await answer(latest, kustomization(text), ".", "k8s/web.yaml")).toBe("found");
  });
  it("has none elsewhere than in manifests", async () => {
    const own = {
      ...kustomization(images("{name: ghcr.io/acme/web, newTag: v1}")),
      "run.sh": "docker run -d ghcr.io/acme/web\n",
    };
    expect(await answer(latest, own, ".", "run.sh")).toBe("found");
  });
  it("has none by another file than a kustomization", async () => {
    const values = kustomization(images("{name: ghcr.io/acme/web, newTag: v1}"), "k8s/values.yaml");
    expect(await answer(latest, values, ".", "k8s/web.yaml")).toBe("found");
  });
});

function pod(image: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: ${image}}]\n`;
}
