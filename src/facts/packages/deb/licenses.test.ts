import { describe, expect, it } from "vitest";
import { probeBytes } from "../../../../test/images/probe-bytes.ts";
import deb from "../ecosystems/deb.ts";
import { licensesOf } from "./licenses.ts";

const header = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: x\n";

describe("machine-readable copyright files", () => {
  it("reads the licenses of files and skips standalone License paragraphs", () => {
    const text = `${header}
Files: *
Copyright: someone
License: GPL-2+   or MPL-2.0

Files: lib/*
Copyright: someone
License: Expat
 Permission is hereby granted ...
 License: not a field

License: GPL-2+
 On Debian systems see /usr/share/common-licenses/GPL-2.

License: MPL-2.0
 Text.
`;
    expect(licensesOf(text)).toEqual(["Expat", "GPL-2+ or MPL-2.0"]);
  });
  it("reads a single license from the header", () => {
    expect(licensesOf(`${header}License: Zlib\nCopyright: someone\n`)).toEqual(["Zlib"]);
  });
  it("reads standalone License paragraphs without others", () => {
    expect(licensesOf(`${header}\nLicense: BSD-3-clause\n text\n\nLicense: ISC\n text\n`)).toEqual([
      "BSD-3-clause",
      "ISC",
    ]);
  });
  it("reads old copyright files with CRLF line endings", () => {
    const text = "Format-Specification: https://example.org/dep5\r\n\r\nFiles: *\r\nLicense: LGPL-3\r\n";
    expect(licensesOf(text)).toEqual(["LGPL-3"]);
  });
  it("drops a license text on the line of its name", () => {
    expect(licensesOf(`${header}\nFiles: *\nLicense: ${"word ".repeat(50)}\n\nFiles: a\nLicense: ISC\n`)).toEqual([
      "ISC",
    ]);
  });
  it("returns at most 100 licenses", () => {
    const many = Array.from({ length: 1000 }, (_, index) => `Files: ${index}\nLicense: L-${index}\n`).join("\n");
    expect(licensesOf(`${header}\n${many}`)).toHaveLength(100);
  });
});

describe("other copyright files", () => {
  it("reads references to common licenses", () => {
    const text =
      "This is Debian's package of x.\nSee `/usr/share/common-licenses/GPL-2'.\nAlso /usr/share/common-licenses/LGPL-2.1, and\n/usr/share/common-licenses/Apache-2.0. Again /usr/share/common-licenses/GPL-2\n";
    expect(licensesOf(text)).toEqual(["Apache-2.0", "GPL-2", "LGPL-2.1"]);
  });
  it("returns nothing without a reference", () => {
    expect(licensesOf("All rights reserved.\nLicense: mine\n")).toEqual([]);
    expect(probeBytes(deb, "/usr/share/doc/x/copyright", "All rights reserved.")).toBeUndefined();
  });
  it("reads at most 1 MiB", () => {
    const text = `${header}\nFiles: *\nLicense: ISC\n\n${" text\n".repeat(200_000)}\nFiles: late\nLicense: MIT\n`;
    expect(probeBytes(deb, "/usr/share/doc/x/copyright", text)).toEqual({ about: [{ name: "x", licenses: ["ISC"] }] });
  });
});
