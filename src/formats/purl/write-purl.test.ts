import fc from "fast-check";
import { PackageURL } from "packageurl-js";
import { expect, test } from "vitest";
import { writePurl } from "./write-purl.ts";

test.each([
  [
    writePurl("deb", "Debian", "libstdc++6", "1:14.2.0+ds-1", { arch: "amd64", distro: undefined }),
    "pkg:deb/debian/libstdc%2B%2B6@1:14.2.0%2Bds-1?arch=amd64",
  ],
  [writePurl("npm", "@types", "node", "24.0.0"), "pkg:npm/%40types/node@24.0.0"],
  [writePurl("pypi", undefined, "Flask_SQLAlchemy", "3"), "pkg:pypi/flask-sqlalchemy@3"],
  [writePurl("golang", "github.com/Azure//x/", "sdk", "v1.0"), "pkg:golang/github.com/Azure/x/sdk@v1.0"],
  [writePurl("maven", undefined, "lone", ""), "pkg:maven/lone"],
  [writePurl("oci", undefined, "App", "sha256:00", { tag: " a b ", arch: "" }), "pkg:oci/app@sha256:00?tag=a%20b"],
  [
    writePurl("generic", undefined, "a", "1", { vcs_url: "git+https://h.example/~a/b!'(c)*@d", checksum: "sha256:0" }),
    "pkg:generic/a@1?checksum=sha256:0&vcs_url=git%2Bhttps:%2F%2Fh.example%2F~a%2Fb%21%27%28c%29%2A%40d",
  ],
  [writePurl("generic", undefined, "half \ud800", "1"), "pkg:generic/half%20%EF%BF%BD@1"],
])("%s", (made, expected) => {
  expect(made).toBe(expected);
});

/** The library writes qualifiers as forms have them, with `*` and without `~` and colons; the specification says otherwise. */
function asSpecified(purl: string): string {
  const mark = purl.indexOf("?");
  if (mark === -1) return purl;
  const query = purl.slice(mark).replaceAll("%3A", ":").replaceAll("%7E", "~").replaceAll("*", "%2A");
  return purl.slice(0, mark) + query;
}

test("agrees with the reference library, except for plus signs and qualifiers", () => {
  const types = [
    "apk",
    "cargo",
    "composer",
    "conda",
    "cran",
    "deb",
    "gem",
    "generic",
    "github",
    "golang",
    "hex",
    "maven",
  ];
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."a A z Z 0 9 . _ - + ~ : / @ % & = ? # é".split(" "), " ") }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("1.0-2", "v1.2.3", "@scope", "github.com/A/b"),
  );
  const type = fc.constantFrom(...types, "npm", "nuget", "oci", "pub", "pypi", "rpm");
  const qualifiers = fc.dictionary(fc.constantFrom("arch", "distro", "epoch", "repository_url", "upstream"), text);
  let compared = 0;
  fc.assert(
    fc.property(type, fc.option(text, { nil: undefined }), text, text, qualifiers, (...given) => {
      let theirs: string;
      try {
        theirs = new PackageURL(...given, undefined).toString();
      } catch {
        return;
      }
      compared++;
      expect(writePurl(...given)).toBe(asSpecified(theirs.replaceAll("+", "%2B")));
    }),
    { numRuns: 5_000 },
  );
  expect(compared).toBeGreaterThan(1_000);
});
