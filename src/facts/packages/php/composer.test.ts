import { expect, test } from "vitest";
import { isShown, listed, probeFile } from "../../../../test/probe-file.ts";
import composer from "../ecosystems/composer.ts";
import composerLock from "../ecosystems/composer-lock.ts";

const path = "/app/vendor/composer/installed.json";
const read = (data: unknown) => probeFile(composer, path, typeof data === "string" ? data : JSON.stringify(data));
const a = {
  name: "acme/a",
  version: "v1.2.3",
  license: ["MIT", "GPL-2.0-only"],
  require: { php: ">=8", "ext-json": "*", "acme/b": "^2" },
  replace: { "acme/old": "self.version" },
  "install-path": "../acme/a",
};

test("reads Composer 2's object with development packages", () => {
  const extract = read({
    packages: [a, { name: "acme/dev", version: "dev-main", license: "MIT", "install-path": null }],
    dev: true,
    "dev-package-names": ["acme/dev"],
  });
  expect(extract?.packages).toEqual([
    {
      name: "acme/a",
      version: "v1.2.3",
      namespace: "acme",
      purlName: "a",
      licenses: ["MIT", "GPL-2.0-only"],
      dependsOn: ["acme/b"],
      provides: ["acme/old"],
      owns: ["/app/vendor/acme/a/"],
    },
    { name: "acme/dev", version: "dev-main", namespace: "acme", purlName: "dev", licenses: ["MIT"] },
  ]);
});

test("reads Composer 1's list without paths", () => {
  const { "install-path": _, ...older } = a;
  expect(read([older])?.packages?.[0]?.owns).toEqual(["/app/vendor/acme/a/"]);
});

test("assigns libraries compiled by PIE to their package", () => {
  const so = "/usr/local/lib/php/extensions/no-debug-non-zts-20240924/redis.so";
  const pie = (path: unknown) =>
    read({ packages: [{ name: "phpredis/phpredis", version: "6.2.0", extra: { "pie-installed-binary": path } }] });
  expect(pie(so)?.packages?.[0]?.owns).toContain(so);
  for (const other of ["redis.so", "/", "/etc/passwd", 7, null])
    expect(pie(other)?.packages?.[0]?.owns).toEqual(["/app/vendor/phpredis/phpredis/"]);
});

test("ignores a path outside the project", () => {
  const owns = (place: string) => read([{ ...a, "install-path": place }])?.packages?.[0]?.owns;
  expect(owns("../../../../../../")).toBeUndefined();
  expect(owns("../../custom/a")).toEqual(["/app/custom/a/"]);
});

test("skips foreign entries and reports damage", () => {
  expect(listed(read([null, 7, [], {}, { name: "a", version: "1" }, { name: "x/y" }, a]))).toEqual(["acme/a v1.2.3"]);
  expect(read([])).toBeUndefined();
  expect(() => read({})).toThrow("it has no list of packages");
  expect(() => read("null")).toThrow("it has no list of packages");
  expect(() => read("{")).toThrow("it is not valid JSON");
  expect(isShown(composer, "/app/installed.json")).toBe(false);
});

test("reads production packages of composer.lock, without the project's folders", () => {
  const lock = {
    packages: [a, { ...a, name: "acme/here", dist: { type: "path" } }],
    "packages-dev": [{ ...a, name: "acme/dev" }],
  };
  expect(listed(probeFile(composerLock, "/app/composer.lock", JSON.stringify(lock)))).toEqual(["acme/a v1.2.3"]);
  expect(probeFile(composerLock, "/app/composer.lock", '{"packages":{}}')).toBeUndefined();
  expect(isShown(composerLock, "/app/vendor/acme/a/composer.lock")).toBe(false);
});
