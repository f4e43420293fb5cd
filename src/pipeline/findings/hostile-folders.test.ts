// Folders that hide a Dockerfile: every file that was found and not read changes the result.
import { execFileSync } from "node:child_process";
import { link, mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { reportVerdict } from "../../reports/content/verdict.ts";
import type { Context } from "../context.ts";
import { check, checkFolder } from "./check.ts";

let top = "";
let folder = "";
beforeEach(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-hostile-")));
  folder = join(top, "repo");
  await mkdir(folder);
  await put("README.md", "# nothing\n");
});
afterEach(() => rm(top, { recursive: true, force: true }));

/** Whether it has findings of level error. */
const bad = "FROM debian:8\nRUN apt-get update\nENV AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLE\n";
const put = async (path: string, text: string | Buffer = bad): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};
const git = (...args: readonly string[]) => execFileSync("git", [...args], { cwd: folder, stdio: "pipe" });

async function checked(...targets: readonly string[]): Promise<Report | Failure> {
  const context = { cwd: folder, today: "2026-11-27", version: "0", progress: () => {} } as unknown as Context;
  try {
    return await check(targets.length === 0 ? ["."] : targets, context);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** The command's exit code. */
function answerOf(report: Report | Failure) {
  if (report instanceof Failure)
    return { code: 2, word: "Failure", tone: "bad", text: `${report.message} ${report.hint}` };
  const open = (report.unread ?? []).length > 0 || report.rules.some(({ verdict }) => verdict === "failed");
  const code = open ? 2 : report.findings.some(({ severity }) => severity === "error") ? 1 : 0;
  const { word, tone } = reportVerdict(report);
  return { code, word, tone, text: JSON.stringify(report) };
}

type Hide = () => Promise<unknown>;
const linked = (target: string, name = "Dockerfile") => symlink(target, join(folder, name));

describe("an existing Dockerfile never gives exit code 0", () => {
  it.each<[string, Hide]>([
    [
      "named by .gitignore, without a repository",
      async () => (await put("Dockerfile"), put(".gitignore", "Dockerfile\n")),
    ],
    ["matched by a pattern for all files", async () => (await put("Dockerfile"), put(".gitignore", "*\n"))],
    ["in a folder that .gitignore names", async () => (await put("a/Dockerfile"), put(".gitignore", "/a\n"))],
    ["deep in a folder that .gitignore names", async () => (await put("a/b/c/Dockerfile"), put(".gitignore", "a/\n"))],
    ["named by a .gitignore next to it", async () => (await put("a/Dockerfile"), put("a/.gitignore", "*file\n"))],
    [
      "named by .gitignore and tracked",
      async () => {
        await put("Dockerfile");
        await put(".gitignore", "Dockerfile\n");
        git("init", "-q");
        git("add", "-f", ".");
      },
    ],
    [
      "tracked in a folder that .gitignore names, behind more entries than are counted",
      async () => {
        await put("z/Dockerfile");
        await put(".gitignore", "z/\n");
        git("init", "-q");
        git("add", "-f", ".");
        await Promise.all(Array.from({ length: 300 }, (_, at) => put(`z/a${at}`, "")));
      },
    ],
    [
      "tracked beneath a folder of a version 4 index",
      async () => {
        await put("z/y/Dockerfile");
        await put(".gitignore", "z/\n");
        git("init", "-q");
        git("config", "index.version", "4");
        git("add", "-f", ".");
      },
    ],
    [
      "ignored, with an index that is damaged",
      async () => {
        await put("Dockerfile");
        await put(".gitignore", "Dockerfile\n");
        await put(".git/index", "DIRC and more that is none of it, long enough to be one");
      },
    ],
    ["a link to a file of another name", async () => (await put("real.txt"), linked("real.txt"))],
    ["a link to a link", async () => (await put("real"), await linked("real", "via"), linked("via"))],
    [
      "a link into a folder that is not searched",
      async () => (await put("node_modules/a/x"), linked("node_modules/a/x")),
    ],
    ["a link into .git", async () => (await put(".git/x"), linked(".git/x"))],
    ["a link with the folder's own absolute name", async () => (await put("real"), linked(join(folder, "real")))],
    ["a link to a device", () => linked("/dev/zero")],
    ["a link to the terminal", () => linked("/dev/tty")],
    ["a link to a file of the host", () => linked("/etc/hostname")],
    ["a link to a file beside the folder", async () => (await writeFile(join(top, "x"), bad), linked("../x"))],
    ["a link through a folder that leads out", async () => (await linked("..", "out"), linked("out/x"))],
    ["a link that leads nowhere", () => linked("nothing")],
    ["a link to itself", () => linked("Dockerfile")],
    ["a link to standard input", () => linked("/proc/self/fd/0")],
    ["a FIFO", async () => execFileSync("mkfifo", [join(folder, "Dockerfile")])],
    ["a FIFO with another of its names", async () => execFileSync("mkfifo", [join(folder, "web.dockerfile")])],
    ["a FIFO named almost so", async () => execFileSync("mkfifo", [join(folder, "Dockerfile-dev")])],
    ["too large", async () => (await put("Dockerfile", ""), truncate(join(folder, "Dockerfile"), 5_000_000))],
    ["a terabyte of nothing", async () => (await put("Dockerfile", ""), truncate(join(folder, "Dockerfile"), 2 ** 40))],
    ["1,200 folders deep", async () => mkdir(join(folder, "d/".repeat(1200)), { recursive: true })],
    ["in UTF-16", () => put("Dockerfile", Buffer.from(`\uFEFF${bad}`, "utf16le"))],
    ["empty", () => put("Dockerfile", "")],
    ["blank", () => put("Dockerfile", "\n \n# nothing\n")],
    ["binary", () => put("Dockerfile", Buffer.from([0, 1, 2, 255, 254]))],
    [
      "a pointer of Git LFS",
      () => put("Dockerfile", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
    ],
    ["in capitals", () => put("DOCKERFILE")],
    ["of an odd case", () => put("a/dOCKERfILE.Prod")],
    [
      "beside an oci-layout",
      async () => (await put("Dockerfile"), put("oci-layout", '{"imageLayoutVersion":"1.0.0"}')),
    ],
    [
      "beside an oci-layout that is a FIFO",
      async () => (await put("Dockerfile"), execFileSync("mkfifo", [join(folder, "oci-layout")])),
    ],
    [
      "beside an oci-layout that is a link out",
      async () => (await put("Dockerfile"), linked("/dev/zero", "oci-layout")),
    ],
    ["in a folder named as one", () => put("Dockerfile/Dockerfile")],
    ["named Dockerfile-web", () => put("Dockerfile-web")],
    ["named Dockerfile_prod", () => put("Dockerfile_prod")],
    ["named Dockerfile.txt", () => put("Dockerfile.txt")],
    ["named Dockerfile.md", () => put("Dockerfile.md")],
    ["named Dockerfile with a blank", () => put("Dockerfile ")],
    ["named Dockerfile.bak", () => put("Dockerfile.bak")],
    ["named MyDockerfile, behind comments and ARG", () => put("MyDockerfile", `# a\n\nARG A=1\n${bad}`)],
    ["a Containerfile in a hidden folder", () => put(".docker/Containerfile")],
    ["in a nested repository", async () => (await put("sub/Dockerfile"), put("sub/.git/HEAD", "ref: x\n"))],
    [
      "with a name that is not an UTF-8",
      async () =>
        writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from(".Dockerfile")]), bad),
    ],
    [
      "in a folder with a name that is not an UTF-8",
      async () => mkdir(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])])),
    ],
    [
      "with hullproof.yaml a link to a device",
      async () => (await put("Dockerfile"), linked("/dev/zero", "hullproof.yaml")),
    ],
    [
      "with hullproof.yaml a FIFO",
      async () => (await put("Dockerfile"), execFileSync("mkfifo", [join(folder, "hullproof.yaml")])),
    ],
    ["with a .gitignore that is a folder", async () => (await put("Dockerfile"), mkdir(join(folder, ".gitignore")))],
    [
      "with a .gitignore that is a FIFO",
      async () => (await put("Dockerfile"), execFileSync("mkfifo", [join(folder, ".gitignore")])),
    ],
    [
      "with a .gitignore that is a link out",
      async () => (await put("Dockerfile"), writeFile(join(top, "x"), "*"), linked("../x", ".gitignore")),
    ],
    ["with a .gitignore that is endless", async () => (await put("Dockerfile"), linked("/dev/zero", ".gitignore"))],
    [
      "with a .dockerignore that is endless",
      async () => (await put("Dockerfile", `${bad}COPY . .\n`), linked("/dev/zero", ".dockerignore")),
    ],
    [
      "with a .dockerignore that is a FIFO",
      async () => (
        await put("Dockerfile", `${bad}COPY . .\n`),
        execFileSync("mkfifo", [join(folder, ".dockerignore")])
      ),
    ],
  ])("%s", async (_, hide) => {
    await hide();
    const { code, tone, text } = answerOf(await checked());
    expect(code, text).not.toBe(0);
    expect(tone).not.toBe("good");
  });

  it("owned by another user, hard-linked in a folder that others can write to", async () => {
    await writeFile(join(top, "secret"), "not yours");
    await put("tmp/x", "");
    execFileSync("chmod", ["1777", join(folder, "tmp")]);
    await link(join(top, "secret"), join(folder, "tmp", "Dockerfile"));
    const { code, text } = answerOf(await checked());
    expect(code).toBe(2);
    expect(text).not.toContain("not yours");
  });
});

describe("skipped files are reported, and the result is not Clean", () => {
  it.each<[string, Hide, RegExp]>([
    ["node_modules", () => put("node_modules/a/Dockerfile"), /node_modules: it holds 1 Dockerfile,/],
    [
      "vendor",
      async () => (await put("vendor/a/Dockerfile"), put("vendor/b/x.Dockerfile")),
      /vendor: it holds 2 Dockerfiles/,
    ],
    [".venv", () => put("a/.venv/lib/Dockerfile"), /a\/\.venv: it holds 1 Dockerfile/],
    [".hullproof", () => put(".hullproof/Dockerfile"), /\.hullproof: it holds 1 Dockerfile/],
    [
      "a link in there",
      async () => (await mkdir(join(folder, "vendor")), linked("/dev/zero", "vendor/Dockerfile")),
      /vendor: it holds 1 Dockerfile/,
    ],
    [
      "a manifest",
      () => put("k8s/a.yaml", "apiVersion: v1\nkind: Service\n"),
      /k8s\/a\.yaml: no object in it makes a pod/,
    ],
    ["a template", () => put("Dockerfile.j2", "FROM {{ base }}\n"), /Dockerfile\.j2: it is a template/],
    [
      "an untracked folder",
      async () => {
        git("init", "-q");
        await put(".gitignore", "built/\n");
        git("add", ".");
        await put("built/Dockerfile");
      },
      /built: it holds 1 Dockerfile, and `\.gitignore` leaves it out, and Git does not track it/,
    ],
  ])("%s", async (_, hide, told) => {
    await hide();
    const report = await checked();
    expect(report).not.toBeInstanceOf(Failure);
    const { code, word, tone } = answerOf(report);
    expect(code).toBe(0);
    expect([tone, word]).toEqual(["unsure", "No findings"]);
    expect((report as Report).notChecked?.join("\n")).toMatch(told);
  });

  it("reports nothing to check in a folder of skipped files, and names them", async () => {
    await rm(join(folder, "README.md"));
    await put("pod.yaml", "apiVersion: v1\nkind: Service\n");
    const report = await checked();
    expect(report).toMatchObject({ code: "no-such-file" });
    expect((report as Failure).hint).toContain("pod.yaml is not read: no object in it makes a pod");
  });

  it("does not take a named Compose file for a Dockerfile", async () => {
    await put("compose.yaml", "services:\n  web:\n    image: a\n");
    expect(await checked("compose.yaml")).toMatchObject({ targets: [{ kind: "compose" }] });
    expect(await checked("dockerfile:compose.yaml")).not.toBeInstanceOf(Failure);
  });
});

it("shows the other targets of an unreadable one", async () => {
  await put("good/Dockerfile");
  await linked("/etc/hostname", "out.Dockerfile");
  const report = (await checked("nothing/Dockerfile", "good", "out.Dockerfile", "compose.yaml")) as Report;
  expect(report.targets.map(({ id }) => id)).toContain("good/Dockerfile");
  expect(report.unread?.map(({ path }) => path)).toEqual(["nothing/Dockerfile", "out.Dockerfile", "compose.yaml"]);
});

it("reads a linked document once, and a Dockerfile under each of its names", async () => {
  await put("docs/guide.md", "# a\n");
  await linked("docs/guide.md", "GUIDE.md");
  await put("Dockerfile.prod");
  await linked("Dockerfile.prod");
  const report = (await checked()) as Report;
  expect(report.targets.map(({ id }) => id).sort()).toEqual([
    "Dockerfile",
    "Dockerfile.prod",
    "README.md",
    "docs/guide.md",
  ]);
});

it("reports the folder's unread texts in harden as in check", async () => {
  await put("Dockerfile");
  await put("pod.yaml", "apiVersion: v1\nkind: Service\n");
  const context = { cwd: folder, today: "2026-11-27", version: "0", progress: () => {} } as unknown as Context;
  const { unread, notChecked } = await check(["."], context);
  const { leftOut } = await checkFolder(".", context, true);
  expect(leftOut).toEqual({ unread, notChecked });
  expect(JSON.stringify(leftOut)).toContain("pod.yaml");
});
