import { expect, test } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { purlRef, spdxPackage } from "../../../test/reports/foreign-sboms.ts";
import { readSbom } from "./read-sbom.ts";

const read = (value: unknown, name = "sbom") =>
  readSbom(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), name);

test("reads syft's JSON", () => {
  const sbom = read({
    artifacts: [
      {
        id: "1",
        name: "libssl3",
        version: "3.0-1",
        type: "deb",
        purl: "pkg:deb/debian/libssl3@3.0-1",
        locations: [{ path: "/var/lib/dpkg/status" }],
        metadata: { source: "openssl", sourceVersion: "" },
      },
      { id: "2", name: "binary", version: "", type: "binary" },
    ],
    distro: { id: "debian", versionID: "12", prettyName: "Debian 12" },
    source: { name: "app", metadata: { userInput: "app:1", manifestDigest: "sha256:ab" } },
    descriptor: { name: "syft", version: "1.20.0" },
  });
  expect(sbom.packages).toMatchObject([
    { source: { name: "openssl", version: "3.0-1" }, path: "/var/lib/dpkg/status" },
  ]);
  expect(sbom.notJudged).toMatchObject([{ name: "binary", reason: "it has no purl" }]);
  expect(sbom.subject?.ids).toEqual(["app", "app:1", "sha256:ab"]);
  expect(sbom.os).toEqual({ id: "debian", versionId: "12", prettyName: "Debian 12" });
});

test("gives Go's standard library one name for any purl", () => {
  const sbom = read(
    "pkg:golang/std@go1.20.5\npkg:golang/stdlib@1.20.5\npkg:golang/example.org/std@v1.0.0\npkg:npm/std@1.0.0\n",
  );
  expect(sbom.packages.map(({ purl, name }) => [purl, name])).toEqual([
    ["pkg:golang/example.org/std@v1.0.0", "example.org/std"],
    ["pkg:golang/std@go1.20.5", "stdlib"],
    ["pkg:golang/stdlib@1.20.5", "stdlib"],
    ["pkg:npm/std@1.0.0", "std"],
  ]);
});

test("reads a list of purls with remarks, and rejects other lists", () => {
  const sbom = read("# ours\npkg:npm/a@1\r\n\npkg:deb/debian/b@1?distro=bookworm\nc@1\n", "list.txt");
  expect(sbom.packages.map(({ purl, path }) => [purl, path])).toEqual([
    ["pkg:deb/debian/b@1?distro=bookworm", "list.txt:4"],
    ["pkg:npm/a@1", "list.txt:2"],
  ]);
  expect(sbom.os).toEqual({ id: "debian", codename: "bookworm" });
  expect(sbom.notJudged).toMatchObject([{ name: "c@1", where: ":5", reason: "its purl does not begin with pkg:" }]);
  expect(sbom.notes).toEqual([
    "None of the 1 deb packages names the source package it was built from. They are looked up by their own names, which misses advisories on sources of another name.",
  ]);
});

test("reads an SBOM in an attestation, and as PowerShell writes it", () => {
  const spdx = { spdxVersion: "SPDX-2.3", packages: [spdxPackage("a", purlRef("pkg:npm/a@1"))] };
  const attested = {
    _type: "https://in-toto.io/Statement/v1",
    predicateType: "https://spdx.dev/Document",
    predicate: spdx,
  };
  const utf16 = Buffer.from(`\uFEFF${JSON.stringify(spdx)}`, "utf16le");
  for (const bytes of [Buffer.from(JSON.stringify(attested)), utf16, Buffer.from(JSON.stringify({ SPDX: spdx }))])
    expect(readSbom(bytes, "x").packages.map(({ purl }) => purl)).toEqual(["pkg:npm/a@1"]);
});

const laughs = `<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5">&b;</bom>`;

test.each([
  ["nothing", "", "it is empty"],
  ["other text", "FROM debian", "its text is of no format that is known here"],
  ["bytes", "\0\0\0", "it is not text"],
  ["other JSON", '{"Results":[],"SchemaVersion":2}', "it is a report of trivy"],
  ["other JSON", '{"a":1}', "its JSON is of no format that is known here, it has a"],
  [
    "a truncated file",
    '{"bomFormat":"CycloneDX","components":[\n{"name":"a"',
    "it ends in the middle of a list or an object (opened at line 1, column 39)",
  ],
  [
    "broken JSON",
    '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[\n  {"name":}]}',
    "this is not valid JSON (line 2, column 3)",
  ],
  ["wrong brackets", '{"bomFormat":"CycloneDX","components":[}}', "this bracket closes nothing"],
  ["deep JSON", `{"bomFormat":"CycloneDX","x":${"[".repeat(100_000)}`, "it is nested too deeply"],
  ["two documents", '{"bomFormat":"CycloneDX"}{}', "something follows the JSON object"],
  ["an old SPDX", '{"spdxVersion":"SPDX-1.2"}', "its version of SPDX is none of 2.2 and 2.3"],
  ["other XML", "<html/>", "it is XML, but not of CycloneDX"],
  ["an entity bomb", laughs, "it has a document type, whose entities are not followed (line 1"],
  ["an unknown entity", '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">&x;</bom>', "undefined entity"],
  ["cut XML", '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>', "unclosed tag"],
  ["deep XML", `<bom xmlns="http://cyclonedx.org/schema/bom/1.5">${"<a>".repeat(2000)}`, "it is nested too deeply"],
])("says what is wrong with %s", (_, text, words) => {
  const error = (() => {
    try {
      read(text, "x.json");
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  })();
  expect(error).toBeInstanceOf(Failure);
  expect(error).toMatchObject({
    code: "bad-sbom",
    message: expect.stringMatching(/^x\.json (?:cannot be read as|is neither an image archive nor) an SBOM: /),
  });
  expect((error as Failure).message).toContain(words);
});

test.each([
  ["line feeds", "\n".repeat(1_000), true],
  ["a hundred thousand line feeds", "\n".repeat(100_000), false],
  ["remarks and blank lines", "#  a\n \t\n".repeat(100), true],
  ["twenty thousand remarks", "#  a\n \t\n".repeat(20_000), false],
  ["one remark without an end", `#${" #".repeat(200_000)}`, false],
  ["a million blanks", " ".repeat(1_000_000), false],
])("%s are read once before a list, and before what is none", (_, text, isRead) => {
  expect(() => read(`${text}x`, "list.txt")).toThrow("list.txt");
  if (isRead) expect(read(`${text}pkg:npm/a@1\n`, "list.txt").packages.length).toBe(1);
});
