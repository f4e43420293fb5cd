import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sampleProfile } from "../../../test/emit/sample-profile.ts";
import type { Report } from "../../domain/report/report.ts";
import quadlet from "../../dialects/quadlet/emit/quadlet.ts";
import type { Context } from "../context.ts";
import { check } from "../findings/check.ts";
import { checkedVersions } from "./checked-versions.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-units-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (path: string, ...lines: readonly string[]): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), `${lines.join("\n")}\n`);
};
async function checked(targets: readonly string[] = ["."], more: Partial<Context> = {}): Promise<Report> {
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, ...more } as unknown as Context;
  return check(targets, context);
}
const found = ({ findings }: Report, rule: string): string[] =>
  findings
    .filter((one) => one.rule === rule)
    .map(({ location }) => ("file" in location ? `${location.file}:${location.startLine}` : "?"));
const web = ["[Container]", "Image=docker.io/example/web:1.4"];

it("finds units by extension and content, and skips other files with these extensions", async () => {
  await put("units/web.container", ...web);
  await put("units/data.volume", "[Volume]");
  await put("disk.image", "not a unit");
  await put("kernel.build", "all:");
  const { targets } = await checked();
  expect(targets.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    "quadlet units/data.volume",
    "quadlet units/web.container",
  ]);
});

it("reports a key that the version does not know at its location, in every kind of unit", async () => {
  await put("web.container", ...web, "Memory=256m", "Readonly=true", "[Service]", "Anything=1", "[X-Ours]", "Key=1");
  await put("data.volume", "[Volume]", "UID=1");
  await put("net.network", "[Network]", "Nope=1");
  expect(found(await checked(), "build/quadlet-refused")).toEqual([
    "data.volume:2",
    "net.network:2",
    "web.container:3",
    "web.container:4",
  ]);
  const newer = await checked(["."], checkedVersions({ podman: "6.0" }));
  expect(found(newer, "build/quadlet-refused")).toEqual(["net.network:2", "web.container:4"]);
  const messages = newer.findings.filter(({ rule }) => rule === "build/quadlet-refused").map(({ message }) => message);
  expect(messages.at(-1)).toContain("it is ReadOnly");
});

it("evaluates container rules on a unit, and suppresses one with a reason", async () => {
  await put("web.container", ...web, "PodmanArgs=--privileged", "Volume=/:/host");
  await put(
    "quiet.container",
    ...web,
    "# hullproof ignore-file capabilities/privileged: it is a builder",
    "PodmanArgs=--privileged",
  );
  const report = await checked();
  expect(found(report, "capabilities/privileged")).toEqual(["web.container:3"]);
});

it("does not report settings that a drop-in could add", async () => {
  await put("a.container", ...web);
  await put("b.container", ...web);
  await put("b.container.d/memory.conf", "[Container]", "PodmanArgs=--memory=1g");
  const missing = found(await checked(), "limits/no-memory");
  expect(missing).toEqual(["a.container:1"]);
});

it("reports no error in the unit that emit writes, and no version refuses it", async () => {
  for (const version of ["4.4", "4.8", "5.4", "6.0"]) {
    await put("app.container", quadlet.emit(sampleProfile, { version }).files[0]?.text ?? "");
    const report = await checked(["app.container"], { podman: version });
    expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(found(report, "build/quadlet-refused")).toEqual([]);
  }
});

it("refuses an invalid version", () => {
  expect(() => checkedVersions({ podman: "latest" })).toThrow("--podman latest is not a version");
});

it("names an option of PodmanArgs in its finding", async () => {
  await put("web.container", ...web, "PodmanArgs=--privileged --pid=host");
  const { findings } = await checked();
  const of = (rule: string) => findings.find((one) => one.rule === rule)?.message;
  expect(of("capabilities/privileged")).toContain("`PodmanArgs=--privileged`");
  expect(of("capabilities/host-namespace")).toContain("`PodmanArgs=--pid=host`");
});
