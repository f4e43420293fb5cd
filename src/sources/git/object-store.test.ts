import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gitFolder, otherKind, type GitFolder } from "./git-folder.ts";
import { openObjects } from "./object-store.ts";
import { resolveCommit } from "./resolve-commit.ts";
import { writeCommit } from "./write-commit.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-objects-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const env = {
  PATH: process.env["PATH"],
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};
const git = (args: readonly string[], options: { readonly cwd?: string; readonly input?: string | Buffer } = {}) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main", ...args], {
    cwd: options.cwd ?? folder,
    env,
    stdio: "pipe",
    ...(options.input !== undefined && { input: options.input }),
  });
const put = async (path: string, text: string | Buffer) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};
const here = (top = folder): GitFolder => {
  const found = gitFolder(top);
  if ("why" in found) throw new Error(found.why);
  return found;
};

/** Twelve commits of a text with small changes: packed, each is a delta of another. Loose as `git add` leaves them. */
function history() {
  const lines = Array.from({ length: 400 }, (_, at) => `line ${at} ${"x".repeat(at % 60)}`);
  const data = (text: string | Buffer) => [`data ${Buffer.byteLength(text)}\n`, text, "\n"];
  const commits = Array.from({ length: 12 }, (_, commit) => {
    lines[commit * 7] = `changed ${commit}`;
    return [
      `commit refs/heads/main\ncommitter a <a@b.example> ${1_767_225_600 + commit} +0000\n`,
      ...data(`number ${commit}`),
      "M 100644 inline a/b/Dockerfile\n",
      ...data(`${lines.join("\n")}\n`),
      `M 100644 inline bytes-${commit % 3}\n`,
      ...data(Buffer.from(Array.from({ length: 3_000 }, (_byte, at) => (at * 31 + commit) % 256))),
    ];
  });
  git(["init", "-q"]);
  const input = Buffer.concat(commits.flat().map((part) => Buffer.from(part)));
  git(["-c", "fastimport.unpackLimit=100000", "fast-import", "--quiet"], { input });
  git(["tag", "-am", "a tag", "v1", "main~3"]);
  git(["tag", "-am", "of a tag", "v1.again", "v1"]);
}

const all = (): readonly string[] =>
  git(["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]).toString().trim().split("\n");

function expectAllRead() {
  using objects = openObjects(here());
  const ids = all();
  expect(ids.length).toBeGreaterThan(30);
  // `ID TYPE SIZE`, a line feed, the content, a line feed.
  const told = git(["cat-file", "--batch"], { input: `${ids.join("\n")}\n` });
  let at = 0;
  for (const id of ids) {
    const end = told.indexOf("\n", at);
    const [, type = "", size = ""] = told.toString("latin1", at, end).split(" ");
    const content = told.subarray(end + 1, end + 1 + Number(size));
    at = end + Number(size) + 2;
    const found = objects.read(id);
    expect(found?.type).toBe(type);
    expect(found?.content.equals(content), `${type} ${id}`).toBe(true);
    expect(objects.size(id)).toBe(content.length);
  }
  expect(objects.read("0".repeat(40))).toBeUndefined();
}

// Each starts Git a dozen times.
const slow = { timeout: 120_000 };

describe("openObjects", slow, () => {
  it.each<[string, readonly (readonly string[])[]]>([
    ["loose", []],
    ["in one pack, with deltas by distance", [["repack", "-adfq", "--depth=50", "--window=50"]]],
    ["in one pack, with deltas by name", [["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--depth=50"]]],
    ["in one pack with long offsets", [["-c", "pack.indexVersion=2", "repack", "-adq"]]],
    ["not compressed", [["-c", "core.compression=0", "-c", "pack.compression=0", "repack", "-adfFq"]]],
    [
      "behind references that are packed",
      [
        ["pack-refs", "--all"],
        ["gc", "-q"],
      ],
    ],
  ])("%s", async (_, commands) => {
    history();
    for (const command of commands) git(command);
    expect(readdirSync(join(folder, ".git/objects/pack")).some((name) => name.endsWith(".pack"))).toBe(
      commands.length > 0,
    );
    expectAllRead();
    using objects = openObjects(here());
    git(["fetch", "-q", ".", "main"]);
    const names = [
      "main",
      "FETCH_HEAD",
      "HEAD",
      "v1",
      "v1.again",
      "v1~2",
      "HEAD^^",
      "refs/heads/main",
      "tags/v1",
      "main~11",
    ];
    const meant = git(["rev-parse", ...names.map((name) => `${name}^{commit}`)])
      .toString()
      .trim()
      .split("\n");
    expect(names.map((name) => resolveCommit(name, here(), objects))).toEqual(meant);
    for (const name of [
      "nosuch",
      "main~12",
      "../HEAD",
      "config",
      "HEAD~9999",
      "v1:a",
      "-x",
      "",
      "heads/../../config",
      "constructor",
    ])
      expect(resolveCommit(name, here(), objects), name).toBeUndefined();
  });

  it("reads a linked work tree, but no folder that does not link back", async () => {
    history();
    git(["worktree", "add", "-q", "-b", "other", join(folder, "linked"), "HEAD~2"]);
    const linked = here(join(folder, "linked"));
    using objects = openObjects(linked);
    expect(resolveCommit("HEAD", linked, objects)).toBe(git(["rev-parse", "other"]).toString().trim());
    await mkdir(join(folder, "stranger"));
    await writeFile(join(folder, "stranger/.git"), readFileSync(join(folder, "linked/.git")));
    expect(gitFolder(join(folder, "stranger"))).toHaveProperty("why");
    await writeFile(join(folder, "stranger/.git"), `gitdir: ${join(folder, ".git")}\n`);
    expect(gitFolder(join(folder, "stranger"))).toHaveProperty("why");
  });
});

describe("unsupported repositories", slow, () => {
  it("refuses SHA-256, reftable references and alternates", async () => {
    history();
    expect(otherKind(here())).toBeUndefined();
    git(["clone", "-q", "--shared", folder, join(folder, "shared")]);
    expect(otherKind(here(join(folder, "shared")))).toContain("borrows its objects");
    git(["init", "-q", "--object-format=sha256", join(folder, "long")]);
    expect(otherKind(here(join(folder, "long")))).toContain("SHA-256");
    // Older Git cannot create one.
    await put("table/.git/config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefstorage = reftable\n");
    expect(otherKind(here(join(folder, "table")))).toContain("reftable");
  });
});

describe("writing a commit", slow, () => {
  it("writes files like a checkout without filters, including links and modes", async () => {
    await put(".gitattributes", "* filter=evil ident export-ignore\n*.txt text eol=crlf\n");
    await put("dir/a.txt", "$Id$\nline\n");
    await put("run.sh", "#!/bin/sh\n");
    chmodSync(join(folder, "run.sh"), 0o755);
    symlinkSync("dir/a.txt", join(folder, "link"));
    git(["init", "-q"]);
    git(["-c", "filter.evil.clean=", "add", "."]);
    git(["commit", "-qm", "x"]);
    // A program that Git would run.
    git(["config", "filter.evil.smudge", `touch ${join(folder, "evil")}`]);
    writeFileSync(join(folder, ".git/hooks/post-checkout"), `#!/bin/sh\ntouch ${join(folder, "evil")}\n`, {
      mode: 0o755,
    });
    const out = await mkdtemp(join(folder, "out-"));
    using objects = openObjects(here());
    await writeCommit(resolveCommit("HEAD", here(), objects) ?? "", objects, out);
    expect(readdirSync(out).sort()).toEqual([".gitattributes", "dir", "link", "run.sh"]);
    expect(readFileSync(join(out, "dir/a.txt"), "utf8")).toBe("$Id$\nline\n");
    expect(readlinkSync(join(out, "link"))).toBe("dir/a.txt");
    expect(statSync(join(out, "run.sh")).mode & 0o100).toBe(0o100);
    expect(existsSync(join(folder, "evil"))).toBe(false);
  });

  it("writes nothing outside of the folder for any tree", async () => {
    git(["init", "-q"]);
    const blob = git(["hash-object", "-w", "--stdin"], { input: "owned" }).toString().trim();
    const target = git(["hash-object", "-w", "--stdin"], { input: folder }).toString().trim();
    const entry = (mode: string, name: string, id: string) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]);
    const tree = (...entries: readonly Buffer[]) =>
      git(["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], { input: Buffer.concat(entries) })
        .toString()
        .trim();
    const inner = tree(entry("100644", "file", blob));
    const evil = tree(
      entry("100644", "..", blob),
      entry("100644", "../escaped", blob),
      entry("100644", "/escaped", blob),
      entry("40000", ".git", inner),
      entry("40000", ".GIT", inner),
      entry("120000", "out", target),
      entry("40000", "out", inner),
      entry("100644", "kept", blob),
    );
    const commit = git(["commit-tree", evil, "-m", "x"]).toString().trim();
    const out = join(folder, "deep/out");
    execFileSync("mkdir", ["-p", out]);
    using objects = openObjects(here());
    await writeCommit(commit, objects, out);
    expect(readdirSync(out).sort()).toEqual(["kept", "out"]);
    expect(lstatSync(join(out, "out")).isSymbolicLink()).toBe(true);
    expect(existsSync(join(folder, "file"))).toBe(false);
    expect(existsSync(join(folder, "deep/escaped"))).toBe(false);
  });
});

describe("a damaged repository", slow, () => {
  it("detects each changed byte and each truncation of a pack", async () => {
    history();
    git(["repack", "-adfq", "--depth=50"]);
    const pack = join(
      folder,
      ".git/objects/pack",
      readdirSync(join(folder, ".git/objects/pack")).find((name) => name.endsWith(".pack")) ?? "",
    );
    chmodSync(pack, 0o600);
    const whole = readFileSync(pack);
    const ids = all().slice(0, 6);
    const contents = ids.map((id) => git(["cat-file", git(["cat-file", "-t", id]).toString().trim(), id]));
    const readAll = () => {
      using objects = openObjects(here());
      for (const [index, id] of ids.entries()) {
        try {
          const found = objects.read(id);
          if (found !== undefined) expect(found.content.equals(contents[index] ?? Buffer.alloc(0))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }
    };
    for (let at = 12; at < whole.length; at += Math.max(1, whole.length >> 6)) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      writeFileSync(pack, changed);
      readAll();
      writeFileSync(pack, whole.subarray(0, at));
      readAll();
    }
  });

  it("rejects an object under another name", async () => {
    history();
    const [one = "", other = ""] = all();
    const path = (id: string) => join(folder, ".git/objects", id.slice(0, 2), id.slice(2));
    rmSync(path(one), { force: true });
    await mkdir(dirname(path(one)), { recursive: true });
    writeFileSync(path(one), readFileSync(path(other)));
    using objects = openObjects(here());
    expect(() => objects.read(one)).toThrow("holds something else");
  });

  it("reports a missing commit of a shallow clone", async () => {
    history();
    execFileSync("git", ["clone", "-q", "--depth=1", `file://${folder}`, join(folder, "shallow")], {
      env,
      stdio: "pipe",
    });
    const shallow = here(join(folder, "shallow"));
    using objects = openObjects(shallow);
    const head = resolveCommit("HEAD", shallow, objects) ?? "";
    expect(head).toBe(git(["rev-parse", "HEAD"]).toString().trim());
    const parent = resolveCommit("HEAD~1", shallow, objects);
    await expect(writeCommit(parent ?? "", objects, join(folder, "none"))).rejects.toThrow("is not in this repository");
  });
});
