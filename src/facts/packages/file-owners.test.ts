import { expect, test } from "vitest";
import { readMembers } from "../../../test/images/read-members.ts";
import { imageInfo } from "../image/image-info.ts";
import { imageProbes } from "../image/image-probes.ts";
import { inUseOf } from "../../vulnerabilities/in-use.ts";
import { mergeLayers } from "../tree/merge-layers.ts";
import { fileOwners } from "./file-owners.ts";
import { findPackages } from "./find-packages.ts";

const metadata = (name: string) => `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`;

test("follows links in an image's packages and knows no code of a distribution without RECORD", async () => {
  const read = await readMembers(
    [
      [
        { path: "lib", type: "symlink", link: "usr/lib" },
        {
          path: "var/lib/dpkg/status",
          content:
            "Package: libx\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\nPackage: liby\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n",
        },
        { path: "var/lib/dpkg/info/libx.list", content: "/.\n/lib\n/lib/libx.so\n" },
        { path: "var/lib/dpkg/info/liby.list", content: "/.\n/lib\n/lib/liby.so\n" },
        { path: "usr/lib/libx.so", content: "x" },
        { path: "usr/lib/liby.so", content: "y" },
        { path: "v/a-1.0.dist-info/METADATA", content: metadata("a") },
        { path: "v/a-1.0.dist-info/RECORD", content: "a/one.py,,\na-1.0.dist-info/METADATA,,\n" },
        { path: "v/a/one.py", content: "1" },
        { path: "v/b-1.0.dist-info/METADATA", content: metadata("b") },
        { path: "v/b/two.py", content: "2" },
        { path: "app/node_modules/c/package.json", content: '{"name":"c","version":"1.0.0"}' },
        { path: "app/node_modules/c/index.js", content: "3" },
      ],
    ],
    {},
    { probes: imageProbes },
  );
  const tree = mergeLayers(read.layers);
  const { packages, os } = imageInfo(read, {}, tree);
  const owners = fileOwners(tree, findPackages(tree, os));
  expect(owners.ownerAt("/lib/libx.so")).toMatch(/libx@1/);
  expect(owners.ownerAt("/v/b/two.py")).toBeUndefined();
  const opened = ["/usr/lib/libx.so", "/v/a/__pycache__/one.cpython-313.pyc", "/v/b/two.py"];
  const use = inUseOf(packages, { method: "page-cache", opened, executed: [], complete: true, reason: "" }, owners);
  expect(Object.fromEntries(packages.map((one) => [one.name, use(one.purl, one.path)]))).toEqual({
    a: true,
    b: "unknown",
    c: false,
    libx: true,
    liby: false,
  });
});
