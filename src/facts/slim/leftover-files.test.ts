import { describe, expect, it } from "vitest";
import { debImage } from "../../../test/images/deb-image.ts";
import type { Member } from "../../../test/images/archive.ts";
import { leftoverFiles } from "./leftover-files.ts";

const information = "var/lib/dpkg/info";

async function leftoversOf(packages: readonly string[], unowned: readonly Member[]) {
  const { image } = await debImage({}, unowned);
  return leftoverFiles(image, packages).map(({ path }) => path);
}

describe("leftoverFiles", () => {
  it("takes what only a tool that leaves reads, and not the records that scanners read", async () => {
    const unowned: Member[] = [
      { path: "var/cache/debconf", type: "dir" },
      { path: `${information}/libc6.templates`, content: "x" },
      { path: `${information}/libc6.symbols`, content: "x" },
      { path: `${information}/libc6.postinst`, content: "x" },
      { path: `${information}/libc6.md5sums`, content: "x" },
      { path: "var/cache/debconf/templates.dat", content: "x" },
    ];
    expect(await leftoversOf([], unowned)).toEqual([]);
    expect(await leftoversOf(["debconf"], unowned)).toEqual(["/var/cache/debconf", "/var/lib/dpkg/info/*.templates"]);
    const all = await leftoversOf(["debconf", "dpkg"], unowned);
    expect(all).toContain("/var/lib/dpkg/info/*.symbols");
    expect(all).toContain("/var/lib/dpkg/info/*.postinst");
    expect(all.some((path) => /list|md5sums|conffiles/.test(path))).toBe(false);
  });

  it("follows no link out of a folder", async () => {
    const link: Member = { path: "var/lib/ucf", type: "symlink", link: "/srv/data" };
    expect(await leftoversOf(["ucf"], [link, { path: "srv/data/x", content: "x" }])).toEqual([]);
  });
});
