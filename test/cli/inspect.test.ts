import { readFileSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { dockerSave, type Member } from "../images/archive.ts";
import { blobStore, layoutFiles, writeLayout } from "../images/oci.ts";
import { cyclonedxValidator } from "../reports/cyclonedx-schema.ts";
import { spdxValidators } from "../reports/spdx-shape.ts";
import { cli, folderOf, root, type CliResult } from "./run-cli.ts";
import { long } from "../long.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const valid = ajv.compile(JSON.parse(readFileSync(join(root, "docs/schema/report.schema.json"), "utf8")) as object);

const paragraph = (name: string, version: string) =>
  `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\nDescription: x\n\n`;
const token = ["gs", "k_", "x7Kq2Lm9Zt4Rv8Wn3Bc6Yd1Hf5Gj0Sa2QeUiP4oT6yXb1Vc9NmHk"].join("");
const base: readonly Member[] = [
  { path: "etc/os-release", content: "ID=debian\nVERSION_ID=13\n" },
  { path: "etc/passwd", content: "root:x:0:0::/root:/bin/sh\n" },
  { path: "var/lib/dpkg/status", content: paragraph("libc6", "2.41-1") + paragraph("zlib1g", "1:1.3-1") },
  { path: "var/lib/dpkg/info/zlib1g:amd64.list", content: "/usr/lib/libz.so\n" },
  { path: "usr/lib/libz.so", content: "z".repeat(4_000) },
  { path: "srv/old", content: "o".repeat(9_000) },
];
const app: readonly Member[] = [
  { path: "srv/.wh.old" },
  { path: "app/node_modules/left/package.json", content: '{"name":"left","version":"1.0.0","license":"MIT"}' },
  { path: "app/copy1", content: "c".repeat(20_000) },
  { path: "app/copy2", content: "c".repeat(20_000) },
  { path: "app/token.txt", content: `token = "${token}"\n` },
];
const newer: readonly Member[] = [
  { path: "app/node_modules/left/package.json", content: '{"name":"left","version":"1.1.0"}' },
];

let folder: Awaited<ReturnType<typeof folderOf>>;
beforeAll(async () => {
  folder = await folderOf({ "hullproof.yaml": "{}\n" });
  const history = [{ created_by: "base" }, { created_by: "COPY . /app" }];
  const config = { User: "app", Env: ["A=1"], ExposedPorts: { "8080/tcp": {} }, Labels: { z: "1", a: "2" } };
  await writeFile(join(folder.path, "a.tar"), dockerSave({ layers: [base, app], history, config }));
  await writeFile(join(folder.path, "same.tar"), dockerSave({ layers: [base, app], history, config }));
  await writeFile(join(folder.path, "b.tar"), dockerSave({ layers: [base, app, newer], config: { User: "0" } }));
  const store = blobStore();
  const platforms = ["amd64", "s390x"].map((architecture) => ({
    ...store.image({ architecture, layers: [base, [{ path: architecture, content: "x" }]] }),
    platform: { os: "linux", architecture },
  }));
  await writeLayout(join(folder.path, "layout"), layoutFiles(store, [store.index(platforms)]));
});
afterAll(() => folder[Symbol.asyncDispose]());

/** `cache` names a folder of its own, so that a test says itself whether it starts cold. */
function inspect(
  args: readonly string[],
  cache: string = crypto.randomUUID(),
  env: NodeJS.ProcessEnv = {},
): Promise<CliResult> {
  return cli(["inspect", ...args], {
    cwd: folder.path,
    env: { HULLPROOF_CACHE: join(folder.path, "cache", cache), ...env },
  });
}

async function shown(args: readonly string[], cache?: string): Promise<string> {
  const { code, stdout, stderr } = await inspect(args, cache);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

async function report(...args: readonly string[]): Promise<Report> {
  const text = await shown([...args, "--format", "json"]);
  const parsed = JSON.parse(text) as Report;
  expect(valid(parsed), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
  return parsed;
}

describe("hullproof inspect", () => {
  it("gives JSON that is valid against the published schema", async () => {
    const { targets, image, findings } = await report("a.tar");
    expect(targets).toMatchObject([{ kind: "image", name: "a.tar", digest: image?.digest }]);
    expect(findings).toEqual([]);
    expect(image).toMatchObject({
      user: "app",
      os: { id: "debian", versionId: "13" },
      layers: [{ createdBy: "base" }, { createdBy: "COPY . /app", added: 4, deleted: 1 }],
      waste: { bytes: 9_000, paths: [{ path: "/srv/old" }], duplicates: [{ paths: ["/app/copy1", "/app/copy2"] }] },
      secrets: [{ place: { in: "file", path: "/app/token.txt", line: 1, layer: 1 } }],
    });
    expect(image?.packages.map(({ purl }) => purl.replace(/\?.*/, ""))).toEqual([
      "pkg:deb/debian/libc6@2.41-1",
      "pkg:deb/debian/zlib1g@1:1.3-1",
      "pkg:npm/left@1.0.0",
    ]);
    expect(JSON.stringify(image)).not.toContain(token);
  });

  it("shows the same to a person", async () => {
    const text = await shown(["a.tar"]);
    for (const part of ["/srv/old", "COPY . /app", "2 deb", "1 npm", "/app/token.txt"]) expect(text).toContain(part);
    expect(text).not.toContain(token);
    expect(text).not.toContain("\u001b");
  });

  it("--secrets none looks for none, which is not the same as to find none", async () => {
    expect((await report("a.tar", "--secrets", "none")).image).not.toHaveProperty("secrets");
  });

  it("--layer, --tree, --package, --diff: one side of it, in words and in JSON", async () => {
    expect((await report("a.tar", "--layer", "1")).inspection).toMatchObject({
      kind: "layer",
      added: { paths: 4 },
      deleted: { paths: 1, bytes: 9_000 },
      deletedPaths: [{ path: "/srv/old" }],
    });
    expect((await report("a.tar", "--tree", "--depth", "1", "--top", "1")).inspection).toMatchObject({
      kind: "tree",
      top: 1,
      rows: [{ path: "/", depth: 0 }, { path: "/app", depth: 1 }, { kind: "rest" }],
    });
    expect((await report("a.tar", "--package", "zlib1g")).inspection).toMatchObject({
      kind: "package",
      matches: [{ version: "1:1.3-1", files: { paths: 1, bytes: 4_000, largest: [{ path: "/usr/lib/libz.so" }] } }],
    });
    expect((await report("a.tar", "--diff", "b.tar")).inspection).toMatchObject({
      kind: "diff",
      layers: { shared: 2, from: [], to: [{ index: 2 }] },
      packages: { changed: [{ name: "left", before: ["1.0.0"], after: ["1.1.0"] }], added: [], removed: [] },
      config: expect.arrayContaining([{ setting: "User", before: "app", after: "0" }]) as object,
    });
    expect(await shown(["a.tar", "--layer", "1"])).toContain("/srv/old");
    expect(await shown(["a.tar", "--tree"])).toContain("node_modules/");
    expect(await shown(["a.tar", "--package", "pkg:npm/left@1.0.0"])).toContain("MIT");
    expect(await shown(["a.tar", "--diff", "b.tar"])).toContain("1.1.0");
  });

  it("--platform chooses; without it a layout of foreign platforms only is asked back", async () => {
    const { image } = await report("layout", "--platform", "linux/s390x");
    expect(image?.config.architecture).toBe("s390x");
    expect((await inspect(["layout", "--platform", "linux/arm64"])).stderr).toContain("linux/s390x");
    // An archive has but one: another than asked for is no answer.
    for (const target of ["a.tar", "docker-archive:a.tar"]) {
      const { code, stderr } = await inspect([target, "--platform", "linux/arm64"]);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/linux\/amd64.*linux\/arm64|linux\/arm64.*linux\/amd64/s),
      ]);
    }
    expect((await report("a.tar", "--platform", "linux/amd64")).image?.config.architecture).toBe("amd64");
  });

  it("--format cyclonedx and spdx hold against their schemas", async () => {
    const bom = JSON.parse(await shown(["a.tar", "--format", "cyclonedx"])) as {
      components: { name: string }[];
      specVersion: "1.6" | "1.7";
    };
    const validBom = cyclonedxValidator(bom.specVersion);
    expect(validBom(bom), JSON.stringify(validBom.errors?.slice(0, 3))).toBe(true);
    expect(bom.components.map(({ name }) => name)).toEqual(expect.arrayContaining(["libc6", "zlib1g", "left"]));
    const spdx = JSON.parse(await shown(["a.tar", "--format", "spdx"])) as { packages: { name: string }[] };
    for (const one of spdxValidators) expect(one(spdx), JSON.stringify(one.errors?.slice(0, 3))).toBe(true);
    expect(spdx.packages.map(({ name }) => name)).toEqual(expect.arrayContaining(["libc6", "zlib1g", "left"]));
  });

  it("--output writes what would be printed; --progress plain tells on stderr, --quiet does not", async () => {
    const printed = await shown(["a.tar", "--format", "json"]);
    expect(await shown(["a.tar", "--format", "json", "--output", "out.json"])).toBe("");
    expect(await readFile(join(folder.path, "out.json"), "utf8")).toBe(printed);
    expect((await inspect(["a.tar", "--progress", "plain"])).stderr).toContain("a.tar has 2 layers and 3 packages");
    expect((await inspect(["a.tar", "--progress", "plain", "--quiet"])).stderr).toBe("");
  });
});

describe("equal inputs", () => {
  it.each(long ? ["json", "cyclonedx", "spdx", "markdown", "html"] : ["json", "html"])(
    "give equal bytes of %s, cold, cached, and from another file",
    async (format) => {
      const cache = crypto.randomUUID();
      const cold = await shown(["a.tar", "--format", format], cache);
      expect(await shown(["a.tar", "--format", format], cache)).toBe(cold);
      expect(await shown(["a.tar", "--format", format])).toBe(cold);
      const other = await shown(["same.tar", "--format", format], cache);
      expect(other.replaceAll("same.tar", "a.tar").length).toBe(cold.length);
    },
  );
});

describe("the cache", () => {
  const files = async (cache: string) => {
    const place = join(folder.path, "cache", cache, "images");
    return (await readdir(place)).map((name) => join(place, name));
  };

  it("is used, and a damaged file in it is not believed", async () => {
    const cache = crypto.randomUUID();
    const args = ["a.tar", "--format", "json"];
    const cold = await shown(args, cache);
    const kept = await files(cache);
    // Two layers, and what the image tells as a whole.
    expect(kept).toHaveLength(3);
    const good = await Promise.all(kept.map((file) => readFile(file)));
    const bad = (bytes: Buffer): Buffer[] => [
      Buffer.from(bytes).fill(0x41, bytes.length >> 1, (bytes.length >> 1) + 4),
      bytes.subarray(0, bytes.length >> 1),
      Buffer.alloc(0),
      // Nothing, and the checksum of nothing.
      Buffer.alloc(4),
      Buffer.alloc(8),
    ];
    for (const at of bad(good[0] ?? Buffer.alloc(0)).keys()) {
      for (const [index, file] of kept.entries()) await writeFile(file, bad(good[index] ?? Buffer.alloc(0))[at] ?? "");
      expect(await shown(args, cache)).toBe(cold);
    }
    // And it was written anew.
    expect(await Promise.all(kept.map((file) => readFile(file)))).toEqual(good);
  });

  it("may be a place that cannot be written, or none at all", async () => {
    const cold = await shown(["a.tar", "--format", "json"]);
    await writeFile(join(folder.path, "file"), "");
    const { code, stdout, stderr } = await inspect(["a.tar", "--format", "json"], "", {
      HULLPROOF_CACHE: join(folder.path, "file/below"),
    });
    expect([code, stdout]).toEqual([0, cold]);
    expect(stderr).toMatch(/^hullproof: the cache in \S+ is not used: \S+ is not a folder\n$/);
  });

  it("does not show a changed file's old content", async () => {
    const cache = crypto.randomUUID();
    const file = join(folder.path, "changing.tar");
    await writeFile(file, dockerSave({ layers: [[{ path: "etc/os-release", content: "ID=one\n" }]] }));
    expect(await shown(["changing.tar", "--format", "json"], cache)).toContain('"id": "one"');
    await writeFile(file, dockerSave({ layers: [[{ path: "etc/os-release", content: "ID=two\n" }]] }));
    expect(await shown(["changing.tar", "--format", "json"], cache)).toContain('"id": "two"');
  });
});

describe("what cannot be", () => {
  it.each<[name: string, args: readonly string[], message: string, hint: string]>([
    ["no image", [], "IMAGE", "--help"],
    ["two images", ["a.tar", "b.tar"], "one image at a time", "--diff"],
    ["a file that is not there", ["./none.tar"], "./none.tar does not exist", "daemon:NAME"],
    ["an archive that is not there", ["docker-archive:none.tar"], "none.tar", "Check the path"],
    ["a layout that is not there", ["oci:none"], "none", "Check the path"],
    ["a root that is not there", ["rootfs:none"], "none", "Check the path"],
    ["a root that is a file", ["rootfs:a.tar"], "is not a folder", "etc"],
    ["an archive that is a folder", ["docker-archive:layout"], "not a file", "docker save"],
    ["a layout that is a root", ["oci:cache"], "is not an OCI layout", "skopeo"],
    ["a text", ["docker-archive:hullproof.yaml"], "is not a tar archive", "docker save"],
    ["a prefix without a name", ["registry:"], "registry: names nothing", "registry:NAME"],
    ["a prefix that is not one", ["tarball:a.tar"], "tarball:a.tar is neither", "registry:tarball:a.tar"],
    ["an image that no engine has", ["daemon:hullproof-test/none:0"], "hullproof-test/none:0", "docker images"],
    ["a container that is not there", ["container:hullproof-test-none"], "no container", "docker ps"],
    ["a registry that does not listen", ["registry:127.0.0.1:1/x"], "127.0.0.1:1", "runs"],
    ["a layer that is not there", ["a.tar", "--layer", "99"], "has no layer 99", "without --layer"],
    ["a layer below none", ["a.tar", "--layer", "-1"], "-1 is not a whole number", "--help"],
    ["a layer by name", ["a.tar", "--layer", "top"], "top is not a whole number", "--help"],
    ["a package that is not there", ["a.tar", "--package", "nope"], "no package nope", "--format json"],
    ["a package that is nearly there", ["a.tar", "--package", "zlib"], "no package zlib", "Did you mean zlib1g?"],
    ["two views", ["a.tar", "--layer", "1", "--tree"], "--layer and --tree cannot be combined", "one view"],
    [
      "a view in an SBOM",
      ["a.tar", "--tree", "--format", "spdx"],
      "--format spdx cannot show --tree",
      "terminal or json",
    ],
    ["the other image", ["a.tar", "--diff", "./none"], "./none does not exist", "Check the path"],
    ["a format", ["a.tar", "--format", "xml"], "xml", "--help"],
    ["a way to look for secrets", ["a.tar", "--secrets", "all"], "all", "--help"],
    ["a platform that is not one", ["a.tar", "--platform", "nonsense"], "nonsense", ""],
    ["a flag", ["a.tar", "--layers", "1"], "--layers", "--help"],
    ["a place for the result", ["a.tar", "--output", "none/x"], "none/x cannot be written", "Create the folder first"],
  ])("%s: exit 2, what is wrong, what to do", async (_, args, message, hint) => {
    const { code, stdout, stderr } = await inspect(args);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toMatch(/hullproof broke|^\s+at /m);
  });
});
