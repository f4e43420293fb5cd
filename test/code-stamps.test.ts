// The bundle's stamps by its real import graph: which change of a source makes an image be read again, or packages be matched again.
import { join } from "node:path";
import { rolldown } from "rolldown";
import { expect, it } from "vitest";
import { codeStamps } from "../scripts/build/stamps.ts";

const root = join(import.meta.dirname, "..");

/** The stamps with one more statement in a source. */
async function stampsWith(changedPath?: string): Promise<Record<string, string>> {
  let stamps: ReadonlyMap<string, string> = new Map();
  let isChanged = false;
  const bundle = await rolldown({
    input: join(root, "src/cli.ts"),
    platform: "node",
    cwd: root,
    external: ["@electric-sql/pglite"],
    logLevel: "silent",
    plugins: [
      {
        name: "stamps",
        transform(code, id) {
          if (changedPath === undefined || id !== join(root, changedPath)) return null;
          isChanged = true;
          return { code: `${code}\nexport const oneMore = 1;\n` };
        },
        buildEnd() {
          stamps = codeStamps(this, root);
        },
      },
    ],
  });
  await bundle.generate({ format: "cjs" });
  await bundle.close();
  expect(isChanged).toBe(changedPath !== undefined);
  return Object.fromEntries(stamps);
}

it("a change of a report changes none, a change of a parser all that depend on it", { timeout: 120_000 }, async () => {
  const before = await stampsWith();
  expect(Object.values(before).every((stamp) => /^[0-9a-f]{32}$/.test(stamp))).toBe(true);
  expect(await stampsWith()).toEqual(before);
  const changed = async (path: string) => {
    const after = await stampsWith(path);
    return Object.keys(before).filter((part) => before[part] !== after[part]);
  };
  expect(await changed("src/reports/terminal/audit.ts")).toEqual([]);
  expect(await changed("src/facts/image/layers.ts")).toEqual(["packages"]);
  expect(await changed("src/sources/image/registry/open-registry-image.ts")).toEqual(["packages"]);
  expect(await changed("src/sources/image/layers/read-layer.ts")).toEqual(["layers", "packages"]);
  expect(await changed("src/facts/packages/ecosystems/deb.ts")).toEqual(["layers", "packages"]);
  expect(await changed("src/versions/deb.ts")).toContain("matching");
});
