// Repositories created by Git itself: ignored files, tracked files, and absent submodules.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { searchTargets } from "../targets.ts";

let base: string;
let top: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "hullproof-test-git-"));
  top = join(base, "top");
  mkdirSync(top);
});
afterEach(() => rmSync(base, { recursive: true }));

const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync(
    "git",
    ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "protocol.file.allow=always", ...args],
    {
      cwd,
      stdio: "pipe",
    },
  );
const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};
const search = async (target = ".", cwd = top) => {
  const { found, unread, passedOver } = await searchTargets([target], cwd);
  return {
    found: found.map((one) => ("path" in one ? one.path : one.ref)),
    unread: unread.map(({ path, reason }) => `${path}: ${reason}`),
    passedOver: passedOver.map(({ path, reason }) => `${path}: ${reason}`),
  };
};
/** A library with a Dockerfile, as a submodule of `top` at `lib`. */
const withSubmodule = (ignores = ""): void => {
  const library = join(base, "library");
  write(library, { Dockerfile: "FROM a\n", ...(ignores && { ".gitignore": ignores }) });
  git(library, "init", "-q");
  git(library, "add", "-f", ".");
  git(library, "commit", "-qm", "a");
  write(top, { Dockerfile: "FROM b\n" });
  git(top, "init", "-q");
  git(top, "submodule", "--quiet", "add", library, "lib");
  git(top, "add", ".");
  git(top, "commit", "-qm", "a");
};
const absent =
  "lib: it is a submodule that is not checked out, so what is in it is not known; `git submodule update --init` brings it";

it("applies a clone's own exclude file like .gitignore, and names it", async () => {
  git(top, "init", "-q");
  write(top, {
    ".git/info/exclude": "x.Dockerfile\n/scratch/\nkept.Dockerfile\n",
    "x.Dockerfile": "",
    "y.Dockerfile": "",
    "kept.Dockerfile": "",
    "scratch/Dockerfile": "",
    "sub/x.Dockerfile": "",
    "sub/z.Dockerfile": "",
    "near/.gitignore": "!x.Dockerfile\n",
    "near/x.Dockerfile": "",
  });
  git(top, "add", "-f", "kept.Dockerfile");
  expect(await search()).toEqual({
    found: ["kept.Dockerfile", "near/x.Dockerfile", "sub/z.Dockerfile", "y.Dockerfile"],
    unread: [],
    passedOver: [
      "scratch: it holds 1 Dockerfile, and `.git/info/exclude` leaves it out, and Git does not track it",
      "sub/x.Dockerfile: `.git/info/exclude` leaves it out, and Git does not track it",
      "x.Dockerfile: `.git/info/exclude` leaves it out, and Git does not track it",
    ],
  });
  expect((await search("sub")).found).toEqual(["sub/z.Dockerfile"]);
  expect((await search(".", join(top, "sub"))).found).toEqual(["z.Dockerfile"]);
});

it("ignores that file's exclusion without a readable index", async () => {
  write(top, { ".git/info/exclude": "Dockerfile\n", Dockerfile: "FROM a\n", "b.Dockerfile": "FROM a\n" });
  const { found, unread } = await search();
  expect(found).toEqual(["b.Dockerfile"]);
  expect(unread).toEqual([expect.stringMatching(/^Dockerfile: `\.git\/info\/exclude` leaves it out, and no index/)]);
});

it("uses the own index and exclude file of a checked-out submodule", async () => {
  withSubmodule("Dockerfile\nbuilt.Dockerfile\n");
  write(top, { "lib/built.Dockerfile": "FROM a\n", ".gitignore": "lib/Dockerfile\n" });
  const { found, unread, passedOver } = await search();
  expect(found).toEqual(["Dockerfile", "lib/Dockerfile"]);
  expect(unread).toEqual([]);
  expect(passedOver).toEqual(["lib/built.Dockerfile: `.gitignore` leaves it out, and Git does not track it"]);
});

it("does not take a nested repository with an unreadable index for untracked", async () => {
  write(top, { Dockerfile: "FROM b\n" });
  git(top, "init", "-q");
  git(top, "add", ".");
  write(top, { "in/.git": "gitdir: /nowhere\n", "in/.gitignore": "Dockerfile\n", "in/Dockerfile": "FROM a\n" });
  const { found, unread } = await search();
  expect(found).toEqual(["Dockerfile"]);
  expect(unread).toEqual([expect.stringMatching(/^in\/Dockerfile: `\.gitignore` leaves it out, and no index of Git/)]);
});

it.each(["empty", "missing", "of a clone"])("reports an absent submodule: %s", async (how) => {
  withSubmodule();
  let cwd = top;
  if (how === "of a clone") {
    git(base, "clone", "-q", top, "clone");
    cwd = join(base, "clone");
  } else rmSync(join(top, "lib"), { recursive: true });
  if (how === "empty") mkdirSync(join(top, "lib"));
  expect(await search(".", cwd)).toEqual({ found: ["Dockerfile"], unread: [], passedOver: [absent] });
});

it("reports those of an archive, a subfolder and a submodule, and no removed ones", async () => {
  write(top, { Dockerfile: "FROM b\n", ".gitmodules": '[submodule "lib"]\n\tpath = "lib"\n\turl = x\n' });
  expect((await search()).passedOver).toEqual([absent]);
  write(top, {
    "sub/Dockerfile": "FROM a\n",
    ".gitmodules": '[submodule "l"]\npath = sub/lib\npath=../x\npath = /etc\n',
  });
  git(top, "init", "-q");
  expect((await search("sub")).passedOver).toEqual([`sub/${absent}`]);
  git(top, "add", ".");
  expect((await search()).passedOver).toEqual([]);
});

it("does not report a checked-out one, or one in a skipped folder, as missing", async () => {
  withSubmodule();
  expect((await search()).passedOver).toEqual([]);
  git(top, "mv", "lib", "vendor");
  expect((await search()).passedOver).toEqual([
    "vendor: it holds 1 Dockerfile, taken for those of others; name it to have them checked",
  ]);
});

it("is fast with a hundred thousand submodules, or an invalid list", async () => {
  write(top, { Dockerfile: "FROM b\n", ".gitmodules": "path = lib\n".repeat(100_000) });
  expect((await search()).passedOver).toEqual([absent]);
  write(top, { ".gitmodules": "path=a/".repeat(300_000) });
  expect((await search()).found).toEqual(["Dockerfile"]);
});
