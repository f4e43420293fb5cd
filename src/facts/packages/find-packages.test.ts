import { describe, expect, it } from "vitest";
import type { Member } from "../../../test/images/archive.ts";
import { readMembers } from "../../../test/images/read-members.ts";
import { mergeLayers } from "../tree/merge-layers.ts";
import type { Ecosystem, PackageExtract } from "./ecosystem.ts";
import { findPackages } from "./find-packages.ts";

/** Files whose text is the extract itself. */
const ecosystem = (name: string, more: Partial<Ecosystem> = {}): Ecosystem => ({
  name,
  type: name,
  looksAt: { endings: [`.${name}`] },
  read: (_file, body) => JSON.parse(new TextDecoder().decode(body.read(0, body.size))) as PackageExtract,
  ...more,
});
const distribution = ecosystem("dist", { distribution: true, database: true });
const language = ecosystem("lang");
const late = ecosystem("late", { unlessOwned: true });
const kinds = [late, language, distribution];

const file = (path: string, extract: PackageExtract): Member => ({ path, content: JSON.stringify(extract) });
const pack = (name: string, version = "1") => ({ name, version });

async function found(...layers: Member[][]) {
  const read = await readMembers(layers, {}, { probes: kinds });
  const tree = mergeLayers(read.layers);
  return { tree, ...findPackages(tree, { id: "tiny", versionId: "3" }, kinds) };
}

describe("findPackages", () => {
  it("counts files of the distribution once: diverted, merged into /usr, and without a package", async () => {
    const { packages, withFiles } = await found([
      { path: "lib", type: "symlink", link: "usr/lib" },
      file("db.dist", {
        packages: [pack("a"), pack("b")],
        about: [
          { name: "a", owns: ["/lib/one.lang", "/usr/lib/two.lang"] },
          { name: "gone", owns: ["/usr/lib/four.lang"] },
        ],
        diverted: [{ from: "/usr/lib/two.lang", to: "/usr/lib/two.lang.distrib", by: "b" }],
      }),
      file("usr/lib/one.lang", { packages: [pack("one")] }),
      file("usr/lib/two.lang", { packages: [pack("two")] }),
      file("usr/lib/four.lang", { packages: [pack("four")] }),
      file("opt/five.lang", { packages: [pack("five")] }),
    ]);
    expect(packages.map(({ purl }) => purl)).toEqual([
      "pkg:dist/tiny/a@1?distro=tiny-3",
      "pkg:dist/tiny/b@1?distro=tiny-3",
      "pkg:lang/five@1",
      // The diversion is b's own: a's file lies elsewhere, and this one is nobody's.
      "pkg:lang/two@1",
    ]);
    expect(withFiles()[0]).toMatchObject({ files: 1 });
  });

  it("reports self-describing files only where no record owns them or their folder", async () => {
    const { packages } = await found([
      file("db.dist", { packages: [pack("a")], about: [{ name: "a", owns: ["/usr/lib/a.late"] }] }),
      file("usr/lib/a.late", { packages: [pack("of-distribution")] }),
      file("reg.lang", {
        packages: [
          { ...pack("recorded"), owns: ["/ext/b.late"] },
          { ...pack("folder"), owns: ["/site/plugins/c/", "/site/"] },
        ],
      }),
      file("ext/b.late", { packages: [pack("recorded-file")] }),
      file("site/plugins/c/c.late", { packages: [pack("in-folder")] }),
      file("site/plugins/d/d.late", { packages: [{ ...pack("own"), owns: ["/site/plugins/d/"] }] }),
      file("site/plugins/d/e.late", { packages: [pack("beside")] }),
      file("old.lang", {
        packages: [
          { ...pack("stale", "5.3.7"), owns: ["/ext/f.late"] },
          { ...pack("same", "v2.0.0"), owns: ["/ext/g/"] },
        ],
      }),
      // Another release was put in its place.
      file("ext/f.late", { packages: [pack("newer", "6.2.0")] }),
      file("ext/g/g.late", { packages: [pack("again", "2.0")] }),
    ]);
    expect(packages.map(({ name }) => name).sort()).toEqual("a beside folder newer own recorded same stale".split(" "));
  });

  it("reports a program without a version once, unless another file has one or a distribution owns it", async () => {
    const without = (name: string): PackageExtract => ({ withoutVersion: [{ name, reason: "why" }] });
    const { packages, withoutVersion } = await found([
      file("db.dist", { packages: [pack("a")], about: [{ name: "a", owns: ["/usr/bin/a.lang"] }] }),
      file("usr/bin/a.lang", without("a-program")),
      file("usr/bin/c.lang", without("c")),
      file("usr/bin/b.lang", without("c")),
      file("usr/bin/d.lang", without("d")),
      file("usr/lib/d.lang", { packages: [pack("d")] }),
    ]);
    expect(packages.map(({ name }) => name)).toEqual(["a", "d"]);
    expect(withoutVersion).toEqual([{ name: "c", path: "/usr/bin/b.lang", layer: 0, reason: "why" }]);
  });

  it("joins facts from other files by architecture, name and key", async () => {
    const { withFiles } = await found([
      file("db.dist", {
        packages: [
          { name: "c", version: "1", qualifiers: { arch: "amd64" } },
          { name: "c", version: "1", qualifiers: { arch: "i386" } },
        ],
        about: [
          { name: "c:amd64", owns: ["/usr/lib/64"] },
          { name: "c:i386", owns: ["/usr/lib/32"] },
          { name: "c", licenses: ["MIT"] },
        ],
      }),
      { path: "usr/lib/64", content: "four" },
      { path: "usr/lib/32", content: "xx" },
      file("venv1/x.lang", {
        packages: [{ ...pack("x"), key: "/venv1" }],
        about: [{ name: "x", key: "/venv2", owns: ["/venv2/"] }],
      }),
      file("venv2/x.lang", { packages: [{ ...pack("x"), key: "/venv2" }] }),
    ]);
    expect(withFiles().map(({ purl, path, files, bytes, licenses }) => [purl, path, files, bytes, licenses])).toEqual([
      ["pkg:dist/tiny/c@1?arch=amd64&distro=tiny-3", "/db.dist", 1, 4, ["MIT"]],
      ["pkg:dist/tiny/c@1?arch=i386&distro=tiny-3", "/db.dist", 1, 2, ["MIT"]],
      ["pkg:lang/x@1", "/venv1/x.lang", undefined, undefined, undefined],
      ["pkg:lang/x@1", "/venv2/x.lang", 1, expect.any(Number), undefined],
    ]);
  });

  it("gives a folder's files to the nearest owner", async () => {
    const { packages, withFiles, filesOf } = await found([
      file("app/outer/p.lang", { packages: [{ ...pack("outer"), owns: ["/app/outer/"] }] }),
      { path: "app/outer/a", content: "1" },
      file("app/outer/inner/p.lang", { packages: [{ ...pack("inner"), owns: ["/app/outer/inner/"] }] }),
      { path: "app/outer/inner/b", content: "22" },
    ]);
    expect(withFiles().map(({ name, files }) => [name, files])).toEqual([
      ["inner", 2],
      ["outer", 2],
    ]);
    expect(packages.map((one) => filesOf(one).length)).toEqual([3, 3]);
  });

  it("drops installed packages of a lock file and picks the nearest of several dependencies", async () => {
    const { packages } = await found([
      file("lock.lang", {
        packages: [
          { ...pack("dep"), declared: true },
          { ...pack("other"), declared: true },
        ],
      }),
      file("app/user.lang", { packages: [{ ...pack("user"), dependsOn: ["dep", "none", "virtual"] }] }),
      file("app/deps/dep.lang", { packages: [pack("dep")] }),
      file("far/away/dep.lang", { packages: [pack("dep", "2")] }),
      file("far/v.lang", { packages: [{ ...pack("v"), provides: ["virtual"] }] }),
    ]);
    expect(packages.map(({ purl, declared }) => [purl, declared])).toEqual([
      ["pkg:lang/dep@1", undefined],
      ["pkg:lang/dep@2", undefined],
      ["pkg:lang/other@1", true],
      ["pkg:lang/user@1", undefined],
      ["pkg:lang/v@1", undefined],
    ]);
    expect(packages.find(({ name }) => name === "user")?.dependsOn).toEqual(["pkg:lang/dep@1", "pkg:lang/v@1"]);
  });

  it("finds the owner of a required path and ignores deleted packages", async () => {
    const { packages } = await found(
      [
        file("db.dist", {
          packages: [
            { ...pack("sh"), owns: ["/usr/bin/sh"] },
            { ...pack("script"), dependsOn: ["/bin/sh"] },
          ],
        }),
        { path: "bin", type: "symlink", link: "usr/bin" },
        { path: "usr/bin/sh", content: "elf" },
        file("old.lang", { packages: [pack("old")] }),
      ],
      [{ path: ".wh.old.lang" }],
    );
    expect(packages.map(({ name }) => name)).toEqual(["script", "sh"]);
    expect(packages[0]?.dependsOn).toEqual(["pkg:dist/tiny/sh@1?distro=tiny-3"]);
  });
});
