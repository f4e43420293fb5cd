import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelForm } from "../../../domain/settings/config.ts";
import { fitsForm } from "./label-forms.ts";

describe("label forms", () => {
  it.each<[LabelForm, readonly string[], readonly string[]]>([
    [
      "url",
      ["http://example.com", "https://a.b/c?d=e#f", "mailto:a@b.c"],
      ["example.com", "not url", "http://a b", "http://a/%zz", ""],
    ],
    [
      "rfc3339",
      ["2021-03-10T10:26:33.564595127+01:00", "2024-02-29T00:00:00Z"],
      ["2021-03-10", "2023-02-29T00:00:00Z", "2021-13-01T00:00:00Z", "2021-03-10T24:00:00Z", "2021-03-10T10:26:33"],
    ],
    [
      "spdx",
      [
        "MIT",
        "Apache-2.0 OR MIT",
        "(MIT AND BSD-3-Clause) OR GPL-2.0-only WITH Classpath-exception-2.0",
        "GPL-2.0+",
        "LicenseRef-Own",
      ],
      ["mit", "not-spdx", "MIT OR", "(MIT", "MIT MIT", "MIT WITH MIT", ""],
    ],
    [
      "git-hash",
      ["43c572e", "43c572e1272b8c171dd1db9e41b7027128ce080a"],
      ["43c572", "43C572E", "43c572e1272b8c171dd1db9e41b7027128ce080", "z3c572e"],
    ],
    ["semver", ["1.0.0", "1.0.0-rc.1+build.5", "0.0.4--"], ["v1.0.0", "1.0", "01.0.0", "1.0.0-01", "1.0.0+"]],
    [
      "email",
      ["a@example.com", '"a b"@example.com', "a+b@[10.0.0.1]"],
      ["a", "@b.c", "a@", "a..b@c.d", "a@-b.c", "a b@c.d"],
    ],
    ["text", ["x"], [""]],
  ])("%s", (form, good, bad) => {
    expect(good.filter((value) => !fitsForm(form, value))).toEqual([]);
    expect(bad.filter((value) => fitsForm(form, value))).toEqual([]);
  });

  it("returns for any text, and soon", () => {
    const forms: LabelForm[] = ["url", "rfc3339", "spdx", "git-hash", "semver", "email", "text"];
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...forms), (value, form) => typeof fitsForm(form, value) === "boolean"),
    );
    const start = performance.now();
    for (const form of forms) {
      for (const piece of ["a.", "-", "(", "MIT OR ", "0", "a@", "%41", '"', "1.0.0-0"])
        fitsForm(form, piece.repeat(20_000));
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
