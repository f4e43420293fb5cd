import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Target } from "../../domain/report/report.ts";
import { reportOrigin } from "./report-origin.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-origin-"));
});
afterEach(() => rm(folder, { recursive: true }));

const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
const now = "2026-12-01T10:00:00.000Z";
const file = (id: string): Target => ({ id, kind: "dockerfile", name: id });
const image: Target = { id: "nginx:1", kind: "image", name: "nginx:1" };

it("returns the repository around the current folder, its HEAD and the date", async () => {
  git("init", "-q");
  git("commit", "-q", "--allow-empty", "-m", "a");
  await mkdir(join(folder, "app"));
  const commit = git("rev-parse", "HEAD");
  const project = basename(folder);
  const origin = reportOrigin({ targets: [file("Dockerfile"), image] }, join(folder, "app"), now);
  expect(origin).toEqual({ project, commit, date: "2026-12-01" });
});

it("returns a folder without repository, and one without commit or with a damaged HEAD", async () => {
  const expected = { project: basename(folder), date: "2026-12-01" };
  const targets = [file("Dockerfile")];
  expect(reportOrigin({ targets }, folder, now)).toEqual(expected);
  git("init", "-q");
  expect(reportOrigin({ targets }, folder, now)).toEqual(expected);
  for (const head of ["", "ref: ../../etc/passwd\n", `${"0".repeat(40)}\n`, "<script>\n"]) {
    await writeFile(join(folder, ".git/HEAD"), head);
    expect(reportOrigin({ targets }, folder, now)).toEqual(expected);
  }
});

it.each([
  ["an image", [image]],
  ["nothing", []],
  ["a file elsewhere", [file("/etc/Dockerfile")]],
  ["a file above", [file("Dockerfile"), file("../other/Dockerfile")]],
])("returns no project for %s", (_, targets) => {
  git("init", "-q");
  git("commit", "-q", "--allow-empty", "-m", "a");
  expect(reportOrigin({ targets }, folder, now)).toEqual({ date: "2026-12-01" });
});
