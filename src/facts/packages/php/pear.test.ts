import fc from "fast-check";
import { expect, it } from "vitest";
import { serialize, type PhpData } from "../../../../test/formats/write-php.ts";
import { isShown, probeFile } from "../../../../test/probe-file.ts";
import pear from "../ecosystems/pear.ts";
import { readSerialized } from "./serialized.ts";

const registry = "/usr/local/lib/php/.registry";
const redis = {
  attribs: { version: "2.0" },
  name: "redis",
  channel: "pecl.php.net",
  summary: "für PHP",
  version: { release: "6.2.0", api: "6.2.0" },
  license: { attribs: { uri: "x" }, _content: "PHP" },
  dependencies: { required: { php: { min: "7.2" }, package: { name: "igbinary", channel: "pecl.php.net" } } },
  filelist: {
    "config.m4": { role: "src" },
    "redis.so": { role: "ext", installed_as: "/usr/local/lib/php/extensions/no-debug-non-zts-20240924/redis.so" },
  },
  _lastversion: null,
  _lastmodified: 1_700_000_000,
  dirtree: { "/usr/local": true },
};

it("assigns a library compiled by PECL to its extension", () => {
  expect(probeFile(pear, `${registry}/.channel.pecl.php.net/redis.reg`, serialize(redis))?.packages).toEqual([
    {
      name: "pecl.php.net/redis",
      version: "6.2.0",
      namespace: "pecl.php.net",
      purlName: "redis",
      licenses: ["PHP"],
      dependsOn: ["pecl.php.net/igbinary"],
      owns: ["/usr/local/lib/php/extensions/no-debug-non-zts-20240924/redis.so"],
    },
  ]);
});

it("reads package.xml 1.0, several dependencies, and a channel from the folder", () => {
  const old = { package: "Archive_Tar", version: "1.3.2", release_license: "PHP", filelist: [] };
  expect(probeFile(pear, `${registry}/archive_tar.reg`, serialize(old))?.packages).toEqual([
    {
      name: "pear.php.net/Archive_Tar",
      version: "1.3.2",
      namespace: "pear.php.net",
      purlName: "Archive_Tar",
      licenses: ["PHP"],
    },
  ]);
  const two = {
    name: "PHPUnit",
    version: { release: "3.7.0" },
    dependencies: { required: { package: [{ name: "A", channel: "x.y" }, { name: "B", uri: "z" }, "C"] } },
  };
  const [found] = probeFile(pear, `${registry}/.channel.pear.phpunit.de/phpunit.reg`, serialize(two))?.packages ?? [];
  expect(found).toMatchObject({ name: "pear.phpunit.de/PHPUnit", namespace: "pear.phpunit.de", dependsOn: ["x.y/A"] });
});

it("ignores other files and invalid names", () => {
  expect(isShown(pear, "/usr/local/lib/php/.channels/pear.php.net.reg")).toBe(false);
  expect(isShown(pear, "/srv/windows.reg")).toBe(false);
  for (const data of [
    {},
    { name: "a/b", version: "1" },
    { name: "a", version: {} },
    { name: "a", version: true },
    "text",
  ])
    expect(probeFile(pear, `${registry}/x.reg`, serialize(data as PhpData))).toBeUndefined();
  const owns = {
    name: "a",
    version: "1",
    filelist: { x: { installed_as: "../x" }, y: { installed_as: "/" }, z: "/z" },
  };
  expect(probeFile(pear, `${registry}/a.reg`, serialize(owns))?.packages?.[0]).not.toHaveProperty("owns");
});

it.each([
  ['O:8:"stdClass":0:{}', "plain data"],
  ["R:1;", "plain data"],
  ["", "plain data"],
  ['s:99999999:"abc";', "longer than the file"],
  ['s:2:"abc";', "something else"],
  ["a:99999999:{", "plain data"],
  ["a:1:{N;N;}", "an invalid key"],
  ["a:-1:{}", "not a number"],
  ["a:1e9:{}", "not a number"],
  ["i:99999999999999999999999999;", "cannot be read"],
  [`i:${"1".repeat(50)}`, "where a number should stand"],
  ["a:1:{i:0;".repeat(100_000), "64 arrays deep"],
  [`a:300001:{${"i:0;N;".repeat(300_001)}}`, "more than 300,000 things"],
])("%.40s is refused", (text, reason) => {
  expect(() => readSerialized(Buffer.from(text))).toThrow(reason);
});

it("reads serialized values and rejects other content with a reason", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.constant(null))), (data) => {
      const read = readSerialized(Buffer.from(serialize(data)));
      expect(Object.fromEntries(read as ReadonlyMap<string, unknown>)).toEqual({ ...data });
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a:1:{", "s:1:", '"a"', ";", "i:0;", "}", "N;", "b:1;", "é", "\0")),
      (parts) => {
        try {
          readSerialized(Buffer.from(parts.join("")));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(error).not.toBeInstanceOf(RangeError);
          expect(error).not.toBeInstanceOf(TypeError);
        }
      },
    ),
    { numRuns: 500 },
  );
});
