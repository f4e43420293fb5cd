import { describe, expect, it } from "vitest";
import type { PackageInfo } from "../../domain/image.ts";
import { joinDeclared } from "./join-declared.ts";

const at = (purl: string, name: string, version: string, path = "/there"): PackageInfo => ({
  purl: `${purl}@${version}`,
  name,
  version,
  layer: 0,
  path,
});
const seen = [
  at("pkg:generic/redis", "redis", "7.4.1", "/opt/bitnami/redis/bin/redis-server"),
  at("pkg:pypi/jinja2", "Jinja2", "3.1.4"),
  at("pkg:npm/lodash", "lodash", "4.17.21"),
  at("pkg:apk/wolfi/openssl", "openssl", "3.3.2-r0"),
  at("pkg:deb/debian/zlib1g", "zlib1g", "1:1.3.1-1"),
  at("pkg:golang/x.example/m", "x.example/m", "v1.2.3"),
];
const join = (...packages: PackageInfo[]) => {
  const { packages: added, contradictions } = joinDeclared(seen, [{ path: "/a.spdx.json", layer: 3, packages }]);
  return { added: added.map(({ purl }) => purl), contradictions: contradictions.flat() };
};

describe("what an SBOM in the image declares", () => {
  it.each([
    at("pkg:bitnami/redis", "redis", "7.4.1-0"),
    at("pkg:bitnami/redis", "redis", "7.4.1"),
    at("pkg:pypi/Jinja2", "jinja2", "3.1.4"),
    at("pkg:npm/lodash", "lodash", "4.17.21"),
    at("pkg:apk/alpine/openssl", "openssl", "3.3.2-r0"),
    at("pkg:deb/debian/zlib1g", "zlib1g", "1.3.1-1"),
    at("pkg:golang/x.example/m", "x.example/m", "1.2.3"),
  ])("is one with what is on disk: $purl", (one) => {
    expect(join(one)).toEqual({ added: [], contradictions: [] });
  });

  it.each([
    [at("pkg:bitnami/redis", "redis", "7.4.2-0"), "redis", "7.4.1"],
    [at("pkg:pypi/jinja2", "jinja2", "2.0"), "Jinja2", "3.1.4"],
    [at("pkg:apk/wolfi/openssl", "openssl", "3.3.2-r1"), "openssl", "3.3.2-r0"],
    [at("pkg:deb/debian/zlib1g", "zlib1g", "1:1.3.1-2"), "zlib1g", "1:1.3.1-1"],
  ])("is contradicted by the disk, and not added: %o", (one, name, found) => {
    const { added, contradictions } = join(one);
    expect(added).toEqual([]);
    expect(contradictions).toMatchObject([{ name, declared: one.version, found }]);
  });

  it("is kept where nothing was seen, and beside another version of what can be there twice", () => {
    const gone = at("pkg:bitnami/wordpress", "wordpress", "6.7.1-2");
    const other = at("pkg:npm/lodash", "lodash", "4.17.20");
    expect(join(gone, other, gone)).toEqual({ added: [gone.purl, other.purl], contradictions: [] });
    const { packages } = joinDeclared(seen, [{ path: "/a.spdx.json", layer: 3, packages: [gone] }]);
    expect(packages).toMatchObject([{ declared: true, path: "/a.spdx.json", layer: 3 }]);
  });

  it("is not contradicted by a lock file, which is no disk either", () => {
    const locked: PackageInfo = { ...at("pkg:pypi/flask", "flask", "3.0.0", "/app/poetry.lock"), declared: true };
    const other = at("pkg:pypi/flask", "flask", "2.0.0");
    const same = at("pkg:pypi/flask", "flask", "3.0.0");
    const declared = [{ path: "/a.json", layer: 0, packages: [other, same] }];
    const { packages, contradictions } = joinDeclared([locked], declared);
    expect(packages.map(({ purl }) => purl)).toEqual([other.purl]);
    expect(contradictions).toEqual([[]]);
  });

  it("is no image, and no package without a readable purl", () => {
    expect(join(at("pkg:oci/app", "app", "1"), at("nothing", "x", "1"), at("pkg:docker/a/b", "b", "1")).added).toEqual(
      [],
    );
  });

  it("is contradicted by its own file alone, and added once for all", () => {
    const declared = ["/a.json", "/b.json"].map((path, layer) => ({
      path,
      layer,
      packages: [at("pkg:pypi/jinja2", "jinja2", String(layer)), at("pkg:pypi/new", "new", "1")],
    }));
    const { packages, contradictions } = joinDeclared(seen, declared);
    expect(packages.map(({ path }) => path)).toEqual(["/a.json"]);
    expect(contradictions.map((all) => all.map((one) => one.declared))).toEqual([["0"], ["1"]]);
  });
});
