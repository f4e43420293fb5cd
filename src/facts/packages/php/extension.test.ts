import { expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import { writePhpExtension, type ExtensionShape } from "../../../../test/formats/write-php.ts";
import { isShown, probeFile } from "../../../../test/probe-file.ts";
import phpExtension from "../ecosystems/php-extension.ts";

const folder = "/usr/local/lib/php/extensions/no-debug-non-zts-20240924";
const read = (shape: ExtensionShape) => probeFile(phpExtension, `${folder}/x.so`, writePhpExtension(shape));
const named = (shape: ExtensionShape) => read(shape)?.packages?.map(({ name, version }) => `${name} ${version}`);

it("reads name and version for any machine and linker", () => {
  for (const wordSize of [4, 8] as const)
    for (const bigEndian of [false, true])
      for (const relocated of [false, true])
        expect(named({ name: "redis", version: "6.2.0", wordSize, bigEndian, relocated })).toEqual([
          "pecl.php.net/redis 6.2.0",
        ]);
  expect(named({ name: "redis", version: "6.2.0", sections: false })).toEqual(["pecl.php.net/redis 6.2.0"]);
  // What only begins like an entry.
  const looks = Buffer.alloc(168 * 2);
  looks.writeUInt16LE(168, 0);
  looks.writeUInt32LE(20_240_924, 4);
  looks.writeUInt16LE(168, 168);
  expect(named({ name: "apcu", version: "5.1.24", before: looks })).toEqual(["pecl.php.net/apcu 5.1.24"]);
});

it("marks the identity as inferred", () => {
  const [found] = read({ name: "ionCube Loader", version: "13.0.2" })?.packages ?? [];
  expect(found).toMatchObject({
    namespace: "pecl.php.net",
    purlName: "ionCube_Loader",
    identity: { by: "binary", confidence: 0.8 },
  });
});

it.each([
  ["gd", "8.4.1", 20_240_924, undefined],
  ["Zend OPcache", "8.4.1", 20_240_924, undefined],
  ["PDO", "8.4.1", 20_240_924, undefined],
  ["imap", "8.3.1", 20_230_831, undefined],
  ["imap", "1.0.3", 20_240_924, ["pecl.php.net/imap 1.0.3"]],
  ["xmlrpc", "1.0.0RC3", 20_210_902, ["pecl.php.net/xmlrpc 1.0.0RC3"]],
  ["mcrypt", "1.0.7", 20_230_831, ["pecl.php.net/mcrypt 1.0.7"]],
  ["mcrypt", "7.1.33", 20_160_303, undefined],
  ["sodium", "2.0.23", 20_160_303, ["pecl.php.net/sodium 2.0.23"]],
])("%s %s for the interface of %i", (name, version, api, expected) => {
  expect(named({ name, version, api })).toEqual(expected);
});

it("reports extensions without a version and those of PHP's engine alone", () => {
  expect(read({ name: "own" })).toEqual({
    withoutVersion: [{ name: "own", reason: "an extension of PHP whose module entry states no version" }],
  });
  expect(read({ name: "own", version: "no version\n" })?.packages).toBeUndefined();
  const engine = writeElf([{ name: ".dynstr", content: Buffer.from("\0zend_extension_entry\0") }]);
  expect(probeFile(phpExtension, `${folder}/loader.so`, engine)?.withoutVersion).toMatchObject([{ name: "loader.so" }]);
});

it("ignores other libraries in the folder", () => {
  expect(
    probeFile(phpExtension, `${folder}/x.so`, writeElf([{ name: ".data", content: Buffer.alloc(999) }])),
  ).toBeUndefined();
  for (const api of [0, 20_241_340, 20_240_900, 99_999_999])
    expect(named({ name: "a", version: "1", api })).toBeUndefined();
});

it.each([
  ["/usr/lib/php/20240924/redis.so", true],
  ["/usr/lib/php84/modules/redis.so", true],
  ["/usr/lib64/php/modules/redis.so", true],
  ["/usr/lib64/php-zts/modules/redis.so", true],
  ["/opt/bitnami/php/lib/php/extensions/redis.so", true],
  ["/usr/local/lib/php/extensions/no-debug-zts-20240924/redis.so", true],
  ["/usr/local/lib/php/extensions/debug-non-zts-20240924/redis.so", true],
  ["/usr/lib/apache2/modules/mod_php.so", false],
])("%s: %s", (path, shown) => {
  expect(isShown(phpExtension, path, 5000)).toBe(shown);
});

it("reads a hostile extension in linear work", () => {
  const entry = Buffer.alloc(8);
  entry.writeUInt16LE(168);
  entry.writeUInt32LE(20_240_924, 4);
  const bytes = writeElf(
    Array.from({ length: 4 }, () => ({ name: ".data", content: Buffer.alloc(4_000_000, entry), writable: true })),
  );
  const begin = performance.now();
  expect(probeFile(phpExtension, `${folder}/x.so`, bytes)).toBeUndefined();
  expect(performance.now() - begin).toBeLessThan(2_000);
});
