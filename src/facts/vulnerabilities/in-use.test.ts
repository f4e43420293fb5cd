import { describe, expect, it } from "vitest";
import { inUseOf } from "./in-use.ts";

const of = (purl: string, files?: number) => ({
  purl,
  name: "x",
  version: "1",
  layer: 0,
  path: "/x",
  ...(files !== undefined && { files }),
});
const ssl = of("pkg:deb/debian/libssl3@1", 4);
const unlisted = of("pkg:gem/rack@1");

describe("inUseOf", () => {
  const use = (opened: readonly string[], complete: boolean) =>
    inUseOf([ssl, unlisted], { opened, complete }, (path) => (path === "/usr/lib/libssl.so.3" ? ssl.purl : undefined));

  it("true when a file of the package was opened", () => {
    expect(use(["/usr/lib/libssl.so.3"], false)(ssl.purl, "/var/lib/dpkg/status")).toBe(true);
  });
  it("false only when everything would have been seen and its files are known", () => {
    expect(use([], true)(ssl.purl, "/var/lib/dpkg/status")).toBe(false);
    expect(use([], false)(ssl.purl, "/var/lib/dpkg/status")).toBe("unknown");
    expect(use([], true)(unlisted.purl, "/gems/rack.gemspec")).toBe("unknown");
  });
  it("a program or an archive is its package's only file", () => {
    expect(use(["/app/server"], true)("pkg:golang/stdlib@1.22.0", "/app/server")).toBe(true);
    expect(use([], true)("pkg:golang/stdlib@1.22.0", "/app/server")).toBe(false);
    expect(use(["/app/a.jar"], true)("pkg:maven/a/b@1", "/app/a.jar!/BOOT-INF/lib/b.jar")).toBe(true);
  });
});
