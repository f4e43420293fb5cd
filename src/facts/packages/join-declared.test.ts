import { describe, expect, it } from "vitest";
import type { PackageInfo } from "../../domain/image/image-info.ts";
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

describe("packages declared by an SBOM in the image", () => {
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

  it("keeps unseen packages, and versions that can coexist with the installed one", () => {
    const gone = at("pkg:bitnami/wordpress", "wordpress", "6.7.1-2");
    const other = at("pkg:npm/lodash", "lodash", "4.17.20");
    expect(join(gone, other, gone)).toEqual({ added: [gone.purl, other.purl], contradictions: [] });
    const { packages } = joinDeclared(seen, [{ path: "/a.spdx.json", layer: 3, packages: [gone] }]);
    expect(packages).toMatchObject([{ declared: true, path: "/a.spdx.json", layer: 3 }]);
  });

  it("finds no contradiction with a lock file, which is not the disk either", () => {
    const locked: PackageInfo = { ...at("pkg:pypi/flask", "flask", "3.0.0", "/app/poetry.lock"), declared: true };
    const other = at("pkg:pypi/flask", "flask", "2.0.0");
    const same = at("pkg:pypi/flask", "flask", "3.0.0");
    const declared = [{ path: "/a.json", layer: 0, packages: [other, same] }];
    const { packages, contradictions } = joinDeclared([locked], declared);
    expect(packages.map(({ purl }) => purl)).toEqual([other.purl]);
    expect(contradictions).toEqual([[]]);
  });

  it("skips images and packages without a readable purl", () => {
    expect(join(at("pkg:oci/app", "app", "1"), at("nothing", "x", "1"), at("pkg:docker/a/b", "b", "1")).added).toEqual(
      [],
    );
  });

  it("contradicts only the declaring file and adds a package once", () => {
    const declared = ["/a.json", "/b.json"].map((path, layer) => ({
      path,
      layer,
      packages: [at("pkg:pypi/jinja2", "jinja2", String(layer)), at("pkg:pypi/new", "new", "1")],
    }));
    const { packages, contradictions } = joinDeclared(seen, declared);
    expect(packages.map(({ path }) => path)).toEqual(["/a.json"]);
    expect(contradictions.map((all) => all.map((one) => one.declared))).toEqual([["0"], ["1"]]);
  });

  it("merges a wheel's libraries with their files, unless the releases differ", () => {
    const site = "/usr/lib/python3.13/site-packages";
    const file = (name: string, version: string, path: string): PackageInfo => ({
      ...at(`pkg:generic/${name}`, name, version, `${site}/${path}`),
      identity: { by: "file-name", confidence: 0.6, evidence: [] },
    });
    const disk = [
      file("libgfortran", "", "numpy.libs/libgfortran-040039e1.so.5.0.0"),
      file("libgfortran", "", "scipy.libs/libgfortran-040039e1.so.5.0.0"),
      file("openssl", "1.1.1k", "numpy.libs/libssl-3e69114b.so.1.1.1k"),
      file("openssl", "1.1.1k", "numpy.libs/libcrypto-7f2c5d8a.so.1.1.1k"),
      file("libtiff", "4.7.0", "numpy.libs/libtiff-d0580107.so.6.0.2"),
      file("libwebp", "", "numpy.libs/libwebp-5f0275c0.so.7.1.10"),
    ];
    const sbom = `${site}/NumPy-2.1.0.dist-info/sboms/auditwheel.cdx.json`;
    const packages = [
      at("pkg:rpm/almalinux/libgfortran", "libgfortran", "8.5.0-22.el8"),
      at("pkg:rpm/almalinux/openssl-libs", "openssl-libs", "1:1.1.1k-12.el8_9"),
      at("pkg:rpm/almalinux/libtiff", "libtiff", "4.0.9-32.el8"),
      at("pkg:rpm/almalinux/libjpeg-turbo", "libjpeg-turbo", "1.5.3-12.el8"),
    ];
    const joined = joinDeclared(disk, [{ path: sbom, layer: 0, packages }]);
    expect(joined.packages.map(({ name, identity }) => [name, identity?.evidence.length])).toEqual([
      ["libgfortran", 2],
      ["openssl-libs", 3],
      ["libjpeg-turbo", undefined],
    ]);
    expect([...joined.replaced]).toEqual([disk[0], disk[2], disk[3]]);
    expect(joined.contradictions).toMatchObject([[{ name: "libtiff", declared: "4.0.9-32.el8", found: "4.7.0" }]]);
    // By the same kind of name, too; and a copy in a wheel contradicts nothing of another place.
    const generic = [at("pkg:generic/libwebp", "libwebp", "1.5.0")];
    expect([...joinDeclared(disk, [{ path: sbom, layer: 0, packages: generic }]).replaced]).toEqual([disk[5]]);
    const other = joinDeclared(disk, [
      { path: "/a.json", layer: 0, packages: [at("pkg:bitnami/openssl", "openssl", "3.5.0-1")] },
    ]);
    expect([other.packages.length, other.contradictions]).toEqual([1, [[]]]);
    // An SBOM elsewhere knows nothing of a wheel's files, and a version that only begins alike is another.
    const elsewhere = joinDeclared(disk, [{ path: "/srv/a.cdx.json", layer: 0, packages }]);
    expect(elsewhere.replaced.size).toBe(0);
    const alike = [at("pkg:rpm/almalinux/openssl-libs", "openssl-libs", "1.1.1k1-2")];
    expect(joinDeclared(disk, [{ path: sbom, layer: 0, packages: alike }]).replaced.size).toBe(0);
  });
});
