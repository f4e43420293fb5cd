import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeBytes } from "../../../test/images/probe-bytes.ts";
import { osReleaseProbe } from "./os-release-probe.ts";

const read = (path: string, text: string) => probeBytes(osReleaseProbe, path, text);

describe("os-release", () => {
  it("reads values with and without quotes, and ID_LIKE", () => {
    const text = `# comment\nPRETTY_NAME="Rocky \\"Linux\\" 9.3"\nNAME='Rocky'\nID=rocky\nID_LIKE="rhel centos  fedora"\nVERSION_ID="9.3"\nVERSION_CODENAME=blue\nBROKEN\n`;
    expect(read("/usr/lib/os-release", text)).toEqual({
      id: "rocky",
      idLike: ["rhel", "centos", "fedora"],
      versionId: "9.3",
      codename: "blue",
      prettyName: 'Rocky "Linux" 9.3',
    });
  });
  it("accepts missing fields and CRLF line endings", () => {
    expect(read("/etc/os-release", "ID=arch\r\nID_LIKE=\r\nVERSION_ID=\r\n")).toEqual({ id: "arch" });
    expect(read("/usr/lib/os.release.d/os-release-server", "ID=fedora\n")).toEqual({ id: "fedora" });
  });
  it("returns nothing without any field", () => {
    expect(read("/etc/os-release", "NAME=x\n")).toBeUndefined();
    expect(read("/etc/os-release", "\x7fELF")).toBeUndefined();
  });
  it("reads any content", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        (bytes) => probeBytes(osReleaseProbe, "/etc/os-release", bytes) !== null,
      ),
    );
  });
});

describe("files before os-release", () => {
  it.each([
    ["/etc/alpine-release", "3.18.4\n", { id: "alpine", versionId: "3.18.4" }],
    ["/etc/alpine-release", "3.21_alpha20240807\n", { id: "alpine", versionId: "3.21_alpha20240807" }],
    ["/etc/debian_version", "12.5\n", { id: "debian", versionId: "12" }],
    ["/etc/debian_version", "forky/sid\n", { id: "debian", codename: "forky" }],
    [
      "/etc/redhat-release",
      "CentOS release 6.10 (Final)\n",
      { id: "centos", versionId: "6", prettyName: "CentOS release 6.10 (Final)" },
    ],
    [
      "/etc/centos-release",
      "CentOS Linux release 7.9.2009 (Core)\n",
      { id: "centos", versionId: "7", prettyName: "CentOS Linux release 7.9.2009 (Core)" },
    ],
    [
      "/etc/redhat-release",
      "Red Hat Enterprise Linux Server release 6.10 (Santiago)",
      { id: "rhel", versionId: "6.10", prettyName: "Red Hat Enterprise Linux Server release 6.10 (Santiago)" },
    ],
    ["/etc/redhat-release", "Something Linux release 3\n", undefined],
    ["/etc/redhat-release", "CentOS\n", undefined],
    ["/etc/debian_version", "<html>\n", undefined],
    ["/etc/alpine-release", "edge\n", undefined],
    ["/etc/alpine-release", "", undefined],
  ])("%s: %j", (path, text, os) => {
    expect(read(path, text)).toEqual(os);
  });
});
