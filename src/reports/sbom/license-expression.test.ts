import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { officialLicenseIds } from "../../../test/reports/cyclonedx-schema.ts";
import { licenseId, producedIds } from "./known-licenses.ts";
import { expressionOf, readLicense, readLicenses } from "./license-expression.ts";

const official = officialLicenseIds();
const spdx = (statement: string) => expressionOf(readLicense(statement), (name) => `<${name}>`);

describe("licenseId", () => {
  it("returns only ids of the official list", () => {
    for (const id of producedIds) expect(official, id).toContain(id);
  });

  it.each([
    ["GPL-2+", "GPL-2.0-or-later"],
    ["GPL-2", "GPL-2.0-only"],
    ["GPL-2.0", "GPL-2.0-only"],
    ["GPLv3+", "GPL-3.0-or-later"],
    ["lgpl-2.1-or-later", "LGPL-2.1-or-later"],
    ["LGPLv2", "LGPL-2.0-only"],
    ["AGPL-3", "AGPL-3.0-only"],
    ["Expat", "MIT"],
    ["BSD-3-clause", "BSD-3-Clause"],
    ["ASL  2.0", "Apache-2.0"],
    ["Apache License, Version 2.0", "Apache-2.0"],
    ["BSD", undefined],
    ["GPL", undefined],
    ["GPL-9", undefined],
    ["LGPL-2.2+", undefined],
    ["__proto__", undefined],
    ["constructor", undefined],
    ["", undefined],
  ])("reads %j as %j", (name, id) => {
    expect(licenseId(name)).toBe(id);
  });
});

describe("readLicense", () => {
  it.each([
    ["MIT", "MIT"],
    ["(MIT OR Apache-2.0)", "MIT OR Apache-2.0"],
    ["GPL-1+ or Artistic-1.0-Perl", "GPL-1.0-or-later OR Artistic-1.0-Perl"],
    ["MIT and ISC or Zlib", "(MIT AND ISC) OR Zlib"],
    ["MIT and (ISC or Zlib)", "MIT AND (ISC OR Zlib)"],
    ["GPL-2+ or Artistic-2.0, and Expat", "(GPL-2.0-or-later OR Artistic-2.0) AND MIT"],
    ["Apache-2.0 with LLVM exception", "Apache-2.0 WITH LLVM-exception"],
    ["GPL-2.0-only WITH Linux-syscall-note", "GPL-2.0-only WITH Linux-syscall-note"],
    ["GPL-2+ with OpenSSL exception", "<GPL-2+ with OpenSSL exception>"],
    ["BSD and MIT", "<BSD> AND MIT"],
    ["Public Domain", "<Public Domain>"],
    ["MIT and MIT", "MIT"],
    ["MIT or", "<MIT or>"],
    ["(MIT", "<(MIT>"],
    ["MIT)", "<MIT)>"],
    ["SEE LICENSE IN LICENSE.txt", "<SEE LICENSE IN LICENSE.txt>"],
    [`${"(".repeat(30)}MIT${")".repeat(30)}`, `<${"(".repeat(30)}MIT${")".repeat(30)}>`],
  ])("parses %s as %j", (statement, expression) => {
    expect(spdx(statement)).toBe(expression);
  });

  it("joins the statements of a package", () => {
    expect(expressionOf(readLicenses(["MIT or ISC", "Zlib", " "]) ?? readLicense(""), String)).toBe(
      "(MIT OR ISC) AND Zlib",
    );
    expect(readLicenses([" "])).toBeUndefined();
  });

  it("terminates on any input, with balanced brackets", () => {
    const word = fc.constantFrom("(", ")", ",", "and", "or", "with", "MIT", "GPL-2+", "x", " ");
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (tokens) => {
        const text = expressionOf(readLicense(tokens.join(" ")), () => "LicenseRef-x") ?? "";
        let depth = 0;
        for (const character of text) {
          if (character === "(") depth++;
          if (character === ")") depth--;
          expect(depth).toBeGreaterThanOrEqual(0);
        }
        expect(depth).toBe(0);
        expect(text).toMatch(/^[\w .()+-]*$/);
      }),
    );
  });
});
