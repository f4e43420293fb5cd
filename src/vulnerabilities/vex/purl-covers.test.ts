// Purls as trivy, grype, syft and vendors write them for one package, and those of another.
import { describe, expect, it } from "vitest";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { purlCovers } from "./purl-covers.ts";

type Found = Pick<PackageInfo, "purl" | "version" | "source">;

const zlib: Found = {
  purl: "pkg:deb/debian/zlib1g@1:1.3.1-1%2Bb1?arch=amd64&distro=debian-13",
  version: "1:1.3.1-1+b1",
  source: { name: "zlib", version: "1:1.3.1-1" },
};
const libssl: Found = {
  purl: "pkg:deb/debian/libssl3t64@3.5.1-1?arch=amd64&distro=debian-13",
  version: "3.5.1-1",
  source: { name: "openssl", version: "3.5.1-1" },
};
const nodejs: Found = {
  purl: "pkg:rpm/almalinux/nodejs@20.11.1-1?arch=x86_64&distro=almalinux-9.4&epoch=1&rpmmod=nodejs:20:904:rhel9&upstream=nodejs-20.11.1-1.src.rpm",
  version: "20.11.1-1",
  source: { name: "nodejs", version: "20.11.1-1" },
};
const busybox: Found = {
  purl: "pkg:apk/alpine/ssl_client@1.37.0-r18?arch=x86_64&distro=alpine-3.22.1",
  version: "1.37.0-r18",
  source: { name: "busybox", version: "1.37.0-r18" },
};
const noble: Found = {
  purl: "pkg:deb/ubuntu/libc6@2.39-0ubuntu8?arch=amd64&distro=ubuntu-24.04",
  version: "2.39-0ubuntu8",
};
/** As an SBOM of another tool may have it. */
const bare: Found = { purl: "pkg:deb/debian/libssl3t64@3.5.1-1", version: "3.5.1-1" };
const stdlib: Found = { purl: "pkg:golang/stdlib@1.22.3", version: "1.22.3" };
const maven: Found = { purl: "pkg:maven/org.a/b@1?classifier=sources", version: "1" };
const npm: Found = { purl: "pkg:npm/x@1", version: "1" };

describe("a statement means the package", () => {
  it.each<[string, Found, ImageInfo["os"]?]>([
    // trivy
    ["pkg:deb/debian/zlib1g@1.3.1-1%2Bb1?arch=amd64&distro=debian-13.8&epoch=1", zlib],
    ["pkg:deb/debian/libssl3t64@3.5.1-1?arch=amd64&distro=debian-13.8", libssl],
    ["pkg:rpm/alma/nodejs@20.11.1-1?arch=x86_64&distro=alma-9.4&epoch=1&modularitylabel=nodejs:20:904:rhel9", nodejs],
    ["pkg:apk/alpine/ssl_client@1.37.0-r18?arch=x86_64&distro=3.22.1", busybox],
    ["pkg:golang/stdlib@v1.22.3", stdlib],
    // grype and syft
    ["pkg:deb/debian/zlib1g@1%3A1.3.1-1%2Bb1?arch=amd64&distro=debian-13&upstream=zlib%401%3A1.3.1-1", zlib],
    ["pkg:deb/debian/libssl3t64@3.5.1-1?arch=amd64&distro=debian-13&upstream=openssl", libssl],
    [
      "pkg:rpm/almalinux/nodejs@20.11.1-1?arch=x86_64&distro=almalinux-9.4&epoch=1&rpmmod=nodejs:20&upstream=nodejs-20.11.1-1.src.rpm",
      nodejs,
    ],
    ["pkg:apk/alpine/ssl_client@1.37.0-r18?arch=x86_64&distro=alpine-3.22.1&upstream=busybox", busybox],
    // ours, and less
    [zlib.purl, zlib],
    ["pkg:deb/debian/zlib1g@1:1.3.1-1%2Bb1", zlib],
    ["pkg:deb/debian/zlib1g@1.3.1-1%2Bb1", zlib],
    ["pkg:deb/debian/zlib1g@1.3.1-1%2Bb1?epoch=1", zlib],
    ["pkg:deb/debian/zlib1g", zlib],
    ["pkg:deb/debian/zlib?arch=source", zlib],
    ["pkg:deb/debian/zlib@1.3.1-1?arch=source&epoch=1", zlib],
    ["pkg:deb/debian/libssl3t64@3.5.1-1?distro=trixie", libssl],
    ["pkg:deb/debian/libssl3t64@3.5.1-1?distro=debian-trixie", libssl],
    ["pkg:deb/ubuntu/libc6?distro=noble", noble],
    ["pkg:rpm/almalinux/nodejs@1:20.11.1-1", nodejs],
    ["pkg:rpm/almalinux/nodejs@20.11.1-1?distro=almalinux-9", nodejs],
    // a purl without a distribution has the image's
    ["pkg:deb/debian/libssl3t64?distro=debian-13", bare, { id: "debian", versionId: "13" }],
    ["pkg:deb/debian/libssl3t64?distro=debian-13", bare],
    ["pkg:deb/debian/libssl3t64?arch=arm64&upstream=openssl", bare],
    ["pkg:maven/org.a/b@1?classifier=sources", maven],
  ])("%s", (statement, found, os = {}) => {
    expect(purlCovers(statement, found, os)).toBe(true);
  });
});

describe("a statement is about another package", () => {
  it.each<[string, Found, ImageInfo["os"]?]>([
    ["pkg:deb/debian/zlib1g@1.3.1-1?distro=debian-13.8&epoch=1", zlib],
    ["pkg:deb/debian/zlib1g@2:1.3.1-1%2Bb1", zlib],
    ["pkg:deb/debian/zlib1g@1.3.1-1%2Bb1?epoch=2", zlib],
    ["pkg:deb/debian/zlib1g@0:1.3.1-1%2Bb1", zlib],
    ["pkg:deb/debian/zlib@2:1.3.1-1?arch=source", zlib],
    ["pkg:deb/debian/libssl3t64@3.5.1-1?arch=arm64", libssl],
    ["pkg:deb/debian/libssl3t64?distro=debian-12", libssl],
    ["pkg:deb/debian/libssl3t64?distro=debian-1", libssl],
    ["pkg:deb/debian/libssl3t64?distro=debian-130", libssl],
    ["pkg:deb/debian/libssl3t64?distro=bookworm", libssl],
    ["pkg:deb/debian/libssl3t64?distro=ubuntu-13", libssl],
    ["pkg:deb/debian/libssl3t64?distro=any", libssl],
    ["pkg:deb/ubuntu/libssl3t64", libssl],
    ["pkg:deb/libssl3t64", libssl],
    ["pkg:deb/debian/libssl3t64?upstream=glibc", libssl],
    ["pkg:deb/debian/libssl3t64?upstream=openssl%403.5.1-2", libssl],
    ["pkg:deb/debian/libssl3t64?repository_url=mirror.example", libssl],
    ["pkg:deb/debian/libssl3t64?distro=debian-12", bare, { id: "debian", versionId: "13" }],
    ["pkg:rpm/alma/nodejs?distro=alma-8.9", nodejs],
    ["pkg:rpm/rocky/nodejs@20.11.1-1", nodejs],
    ["pkg:rpm/alma/nodejs?epoch=2", nodejs],
    ["pkg:rpm/alma/nodejs?modularitylabel=nodejs:18", nodejs],
    ["pkg:rpm/alma/nodejs?modularitylabel=nodejs:2", nodejs],
    ["pkg:rpm/alma/nodejs?upstream=nodejs-20.11.1-2.src.rpm", nodejs],
    ["pkg:apk/alpine/ssl_client?distro=3.22.2", busybox],
    ["pkg:apk/alpine/ssl_client?distro=3.21", busybox],
    ["pkg:apk/wolfi/ssl_client", busybox],
    ["pkg:golang/stdlib@v1.22.4", stdlib],
    ["pkg:npm/x@1?repository_url=mirror.example", npm],
    ["pkg:npm/x@1?arch=amd64", npm],
    ["pkg:npm/x@v1", npm],
    ["pkg:maven/org.a/b@1?classifier=javadoc", maven],
  ])("%s", (statement, found, os = {}) => {
    expect(purlCovers(statement, found, os)).toBe(false);
  });
});
