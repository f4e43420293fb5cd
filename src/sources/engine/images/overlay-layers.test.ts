import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { isInLower, lowerDirs } from "./overlay-layers.ts";

it("finds files of lower layers, but not the container's own", () => {
  using layers = twoLayers({ top: ["etc/new"], bottom: ["etc/hosts", "var/log/app/old.log"] });
  const asked = ["/etc/new", "/etc/hosts", "/var/log/app/old.log", "/var/log/app/new.log", "/etc", "/", "/srv/x"];
  expect(asked.filter(layers.has)).toEqual(["/etc/new", "/etc/hosts", "/var/log/app/old.log", "/etc"]);
});

it("respects whiteouts and replaced folders, and follows no link", () => {
  using layers = twoLayers({ top: ["srv"], bottom: ["srv/data/row", "opt/real/file"] });
  symlinkSync("/etc", join(layers.top, "opt"));
  expect(["/srv/data/row", "/opt/hosts", "/opt/real/file"].filter(layers.has)).toEqual([]);
});

it.runIf(process.getuid?.() === 0)("hides a file and everything below a folder after a whiteout", () => {
  using layers = twoLayers({ top: ["keep"], bottom: ["gone", "folder/file", "keep"] });
  for (const name of ["gone", "folder"]) execFileSync("mknod", [join(layers.top, name), "c", "0", "0"]);
  expect(["/gone", "/folder/file", "/keep"].filter(layers.has)).toEqual(["/keep"]);
});

it("parses only LowerDir as paths", () => {
  expect(lowerDirs("/a/diff:/b/diff")).toEqual(["/a/diff", "/b/diff"]);
  expect([lowerDirs(undefined), lowerDirs(""), lowerDirs("l/X:../y")]).toEqual([[], [], []]);
});

function twoLayers(files: { readonly top: readonly string[]; readonly bottom: readonly string[] }) {
  const folder = mkdtempDisposableSync(join(tmpdir(), "layers-"));
  const [top, bottom] = [join(folder.path, "top"), join(folder.path, "bottom")];
  for (const [root, paths] of [
    [top, files.top],
    [bottom, files.bottom],
  ] as const) {
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), "");
    }
  }
  const has = (path: string) => isInLower({ upper: "/nowhere", lower: [top, bottom] }, path);
  return { top, has, [Symbol.dispose]: () => folder.remove() };
}
