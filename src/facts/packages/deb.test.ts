import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeBytes } from "../../../test/images/probe-bytes.ts";
import { debPurl } from "./deb/purl.ts";
import deb from "./ecosystems/deb.ts";

const status = "/var/lib/dpkg/status";
const paragraph = (name: string, state: string, more = "") =>
  `Package: ${name}\nStatus: ${state}\nArchitecture: amd64\n${more}Version: 1:2.3-1+b1\nDescription: x\n Version: none\n .\n more\n`;

function names(text: string): string[] {
  return (probeBytes(deb, status, text)?.packages ?? []).map(({ name }) => name);
}

describe("dpkg's status", () => {
  it("returns packages with source, dependencies, other names and conffiles", () => {
    const text = `Package: libfoo1
Status: install ok installed
Priority: optional
Architecture: amd64
Multi-Arch: same
Source: foo (2.3-1)
Version: 1:2.3-1+b1
Provides: libfoo, libfoo-abi (= 4)
Pre-Depends: dpkg (>= 1.17.5)
Depends: libc6 (>= 2.36), default-mta | mail-transport-agent, python3:any (>= 3~), libc6,
 folded:amd64
Conffiles:
 /etc/foo.conf 89269e1298235f1b12b4c16e4065ad0d
 /etc/foo old.conf 89269e1298235f1b12b4c16e4065ad0d obsolete
 /etc/foo.d/new newconffile
Description: x
`;
    expect(probeBytes(deb, status, text)?.packages).toEqual([
      {
        name: "libfoo1",
        version: "1:2.3-1+b1",
        qualifiers: { arch: "amd64" },
        source: { name: "foo", version: "2.3-1" },
        dependsOn: ["dpkg", "libc6", "default-mta", "mail-transport-agent", "python3", "folded"],
        provides: ["libfoo", "libfoo-abi"],
        owns: ["/etc/foo.conf", "/etc/foo old.conf", "/etc/foo.d/new"],
      },
    ]);
  });
  it.each([
    ["install ok installed", true],
    ["hold ok installed", true],
    ["install ok unpacked", true],
    ["install ok half-configured", true],
    ["install reinstreq half-installed", true],
    ["install ok triggers-pending", true],
    ["deinstall ok config-files", false],
    ["purge ok not-installed", false],
  ])("%s: %s", (state, installed) => {
    expect(names(paragraph("a", state))).toEqual(installed ? ["a"] : []);
  });
  it("defaults the source to the package's name and version", () => {
    const [plain, named] =
      probeBytes(
        deb,
        status,
        `${paragraph("a", "install ok installed")}\n${paragraph("b", "install ok installed", "Source: c\n")}`,
      )?.packages ?? [];
    expect(plain?.source).toEqual({ name: "a", version: "1:2.3-1+b1" });
    expect(named?.source).toEqual({ name: "c", version: "1:2.3-1+b1" });
  });
  it("reads field names in any case, and blank lines with spaces", () => {
    const text = paragraph("a", "install ok installed").replace("Package", "PACKAGE");
    expect(names(`\n${text} \t\n${paragraph("b", "install ok installed")}`)).toEqual(["a", "b"]);
  });
  it("accepts an empty file and rejects other content", () => {
    expect(names("\n")).toEqual([]);
    expect(() => names("\x7fELF\nno: package\n")).toThrow("none of its paragraphs");
  });
  it("returns packages for flipped bytes", () => {
    const whole = Buffer.from(
      paragraph("a", "install ok installed", "Depends: b (>= 1) | c\nConffiles:\n /a 0123456789abcdef\n"),
    );
    const flips = fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), { maxLength: 10 });
    fc.assert(
      fc.property(flips, (changes) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        try {
          for (const { name, version } of probeBytes(deb, status, bytes)?.packages ?? [])
            expect(name !== "" && version !== "").toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ message: "none of its paragraphs names a package" });
        }
      }),
    );
  });
});

describe("distroless", () => {
  it("reads a file per package without a state, with its checksums", () => {
    const text = paragraph("libssl3", "x").replace(/Status.*\n/, "");
    expect(probeBytes(deb, "/var/lib/dpkg/status.d/libssl3", text)?.packages?.map(({ name }) => name)).toEqual([
      "libssl3",
    ]);
    const sums = `${"0".repeat(32)}  usr/lib/a b.so\n${"f".repeat(32)}  ./usr/lib/c.so\nnone\n`;
    expect(probeBytes(deb, "/var/lib/dpkg/status.d/libssl3.md5sums", sums)).toEqual({
      about: [{ name: "libssl3", owns: ["/usr/lib/a b.so", "/usr/lib/c.so"] }],
    });
    expect(probeBytes(deb, "/var/lib/dpkg/status.d/README", "text")).toBeUndefined();
  });
});

describe("lists of files", () => {
  it("lists files by name and architecture, without non-empty folders", () => {
    const list = "/.\n/usr\n/usr/lib\n/usr/lib/x\n/usr/lib/x/a.so\n/usr/lib/x-y\n/usr/lib/x-y.so\n";
    expect(probeBytes(deb, "/var/lib/dpkg/info/libx:amd64.list", list)).toEqual({
      about: [{ name: "libx:amd64", owns: ["/usr/lib/x/a.so", "/usr/lib/x-y", "/usr/lib/x-y.so"] }],
    });
  });
  it("returns nothing for an empty list", () => {
    expect(probeBytes(deb, "/var/lib/dpkg/info/meta.list", "/.\n")).toBeUndefined();
  });
});

describe("diversions", () => {
  const path = "/var/lib/dpkg/diversions";
  it("returns the diverted paths of other packages", () => {
    expect(probeBytes(deb, path, "/bin/sh\n/bin/sh.distrib\ndash\n/sbin/init\n/sbin/init.old\n:\n")).toEqual({
      diverted: [
        { from: "/bin/sh", to: "/bin/sh.distrib", by: "dash" },
        { from: "/sbin/init", to: "/sbin/init.old" },
      ],
    });
    expect(probeBytes(deb, path, "")).toBeUndefined();
  });
  it("rejects other content and missing lines", () => {
    expect(() => probeBytes(deb, path, "a\nb\nc\n")).toThrow("no absolute path");
    expect(() => probeBytes(deb, path, "/bin/sh\n/bin/sh.distrib\n/sbin/init\nx\n")).toThrow("ends in the middle");
  });
});

describe("files outside dpkg's", () => {
  it.each([
    "/var/lib/dpkg/status-old",
    "/var/lib/dpkg/info/a.md5sums",
    "/srv/var/lib/dpkg/status",
    "/usr/share/doc/a/b/copyright",
    "/opt/a/copyright",
  ])("%s", (path) => {
    expect(deb.wants?.({ path, size: 1, mode: 0o644 })).toBe(false);
  });
});

it("writes purls with the vendor as namespace", () => {
  expect(debPurl("a", "1:2+b1", { namespace: "ubuntu", architecture: "amd64", distro: "ubuntu-24.04" })).toBe(
    "pkg:deb/ubuntu/a@1:2%2Bb1?arch=amd64&distro=ubuntu-24.04",
  );
});
