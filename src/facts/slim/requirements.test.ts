import { describe, expect, it } from "vitest";
import { debImage, type DebPackages } from "../../../test/images/deb-image.ts";
import { elf } from "../../../test/images/elf.ts";
import { keepGood } from "../../proof/fix/keep-good.ts";
import { dependentsFirst, requirementsIn } from "./requirements.ts";
import { staticLosses } from "./static-losses.ts";

const libraries = "/usr/lib/x86_64-linux-gnu";
const library = (name: string, ...needed: readonly string[]) => ({
  files: { [`${libraries}/${name}`]: elf({ needed: ["libc.so.6", ...needed] }) },
});
const program = (name: string, ...needed: readonly string[]) => ({
  files: { [`/usr/bin/${name}`]: elf({ needed: ["libc.so.6", ...needed] }) },
});

async function ordered(packages: DebPackages, names: readonly string[]) {
  const { image } = await debImage(packages);
  const chosen = names.flatMap((name) => image.packages.filter((one) => one.name === name));
  const requirements = requirementsIn(image);
  return { image, requirements, packages: dependentsFirst(chosen, requirements) };
}

const tools: DebPackages = {
  libsmall: library("libsmall.so.1", "libsmaller.so.1"),
  libsmaller: library("libsmaller.so.1"),
  large: program("large", "libsmall.so.1"),
  config: { files: { "/etc/tool.conf": "x" } },
  linking: { files: { "/usr/share/linking -> /etc/tool.conf": "" } },
};

describe("dependentsFirst", () => {
  it("puts each package behind those that need it, and keeps the order of the others", async () => {
    const { packages } = await ordered(tools, ["libsmaller", "config", "libsmall", "large"]);
    expect(packages.map(({ name }) => name)).toEqual(["large", "libsmall", "libsmaller", "config"]);
  });

  it("ends where libraries need each other, and where thousands do", async () => {
    const circle = { a: library("liba.so", "libb.so"), b: library("libb.so", "liba.so") };
    expect((await ordered(circle, ["a", "b"])).packages).toHaveLength(2);
    const chain = Array.from({ length: 20_000 }, (_, at) => ({ purl: String(at) }));
    const requirements = chain.map(({ purl }) => ({ from: String(Number(purl) + 1), owners: [purl], text: "" }));
    expect(dependentsFirst(chain, requirements)[0]).toEqual({ purl: "19999" });
  });

  it("has one culprit bring back nothing but what needs it", async () => {
    const names = ["libsmaller", "config", "libsmall", "large"];
    const { image, requirements, packages } = await ordered(tools, names);
    // `linking` stays, and its link would lead nowhere.
    const { kept, broke } = await keepGood(packages, async (set) => {
      return staticLosses(image, new Set(set.map(({ purl }) => purl)), [], requirements).breaks[0];
    });
    expect(kept.map(({ name }) => name)).toEqual(["large", "libsmall", "libsmaller"]);
    expect([...broke].map(([{ name }, problem]) => [name, problem])).toEqual([
      ["config", "/usr/share/linking leads to /etc/tool.conf"],
    ]);
  });
});
