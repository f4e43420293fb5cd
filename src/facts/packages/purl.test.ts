import { expect, it } from "vitest";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Ecosystem } from "./ecosystem.ts";
import { packagePurl } from "./purl.ts";

const rpm: Ecosystem = { name: "rpm", type: "rpm", distribution: true, looksAt: {}, read: () => undefined };
const found = { name: "curl", version: "8-1.el9", qualifiers: { arch: "x86_64" } };

it.each<[string, ImageInfo["os"], string]>([
  ["RHEL and UBI", { id: "rhel", versionId: "9.4" }, "pkg:rpm/redhat/curl@8-1.el9?arch=x86_64&distro=rhel-9.4"],
  [
    "a rebuild",
    { id: "almalinux", versionId: "9.4" },
    "pkg:rpm/almalinux/curl@8-1.el9?arch=x86_64&distro=almalinux-9.4",
  ],
  ["CentOS", { id: "centos", versionId: "7" }, "pkg:rpm/centos/curl@8-1.el9?arch=x86_64&distro=centos-7"],
])("%s", (_, os, purl) => {
  expect(packagePurl(rpm, found, os)).toBe(purl);
});

it("keeps the id for packages other than RHEL's rpms", () => {
  expect(packagePurl({ ...rpm, type: "deb" }, found, { id: "rhel" })).toContain("pkg:deb/rhel/");
});
