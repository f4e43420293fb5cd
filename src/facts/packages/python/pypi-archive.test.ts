import { expect, it } from "vitest";
import { writeZip } from "../../../../test/formats/write-zip.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import pypiArchive from "../ecosystems/pypi-archive.ts";

const read = (name: string, inside: string, text: string) => {
  const bytes = writeZip([
    { name: "tool/__init__.py", content: "" },
    { name: inside, content: text },
  ]);
  return pypiArchive.read({ path: `/wheels/${name}`, size: bytes.length, mode: 0o644 }, memoryBody(bytes));
};
const text =
  "Metadata-Version: 2.4\nName: My_Tool\nVersion: 1.0\nLicense-Expression: MIT\nRequires-Dist: Flask>=2\n\nName: no\n";
const found = {
  name: "My_Tool",
  version: "1.0",
  purlName: "my-tool",
  provides: ["my-tool"],
  licenses: ["MIT"],
  dependsOn: ["flask"],
};

it("declares a wheel's package and counts an egg's as installed", () => {
  expect(read("my_tool-1.0-py3-none-any.whl", "my_tool-1.0.dist-info/METADATA", text)).toEqual({
    packages: [{ ...found, declared: true }],
  });
  expect(read("my_tool-1.0-py3.13.egg", "EGG-INFO/PKG-INFO", text)).toEqual({ packages: [found] });
});

it("ignores bundled copies and archives without metadata", () => {
  expect(read("x-1.whl", "tool/_vendor/other-1.dist-info/METADATA", text)).toBeUndefined();
});

it("rejects metadata without a name", () => {
  expect(() => read("x-1.whl", "x-1.dist-info/METADATA", "Version: 1\n")).toThrow("no Name or no Version");
});
