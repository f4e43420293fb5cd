import { describe, expect, it } from "vitest";
import { elf } from "../../../test/images/elf.ts";
import { needClassesOf } from "../../../test/images/need-classes.ts";
import { plugInFolders } from "../../data/need/plug-in-folders.ts";

describe.each(plugInFolders)("$folder of $loader", ({ folder, loader, anyFile }) => {
  const place = folder.replaceAll("*", "x");
  const path = `${folder.startsWith("/") ? "" : "/usr/lib/x86_64-linux-gnu/"}${place}`;
  const isFile = /\.so(?:\.2)?$/.test(folder);
  const plugIn = (content: string | Uint8Array) => ({ files: { [isFile ? path : `${path}/plug-in`]: content } });
  const needs = async (content: string | Uint8Array, loaderName: string) => {
    const packages = {
      [`${loaderName}-loader`]: { files: { "/usr/bin/loader": elf({ needed: ["libc.so.6"] }) } },
      "plug-in": plugIn(content),
    };
    return (await needClassesOf(packages, { opened: ["/usr/bin/loader"] }))["plug-in"];
  };

  it("keeps a package with a library in it, though nothing opened that", async () => {
    expect(await needs(elf(), loader)).toBe("loaded-by-name");
  });

  it(`${anyFile === true ? "keeps" : "does not keep"} a package with another file in it`, async () => {
    expect(await needs("x", loader)).toBe(anyFile === true ? "loaded-by-name" : "unused");
  });

  // Each image has the C library.
  it.skipIf(loader === "libc6")("keeps nothing for another program", async () => {
    expect(await needs(elf(), "other")).toBe("unused");
  });
});
