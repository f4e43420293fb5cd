import { expect, test } from "vitest";
import { isShown, probeFile } from "../../../../test/probe-file.ts";
import conda from "../ecosystems/conda.ts";
import pypi from "../ecosystems/pypi.ts";
import { normalName, requirementName } from "./core-metadata.ts";

const site = "/venv/lib/python3.13/site-packages/";
const info = `${site}Foo_Bar-1.2.dist-info/`;
const metadata = (lines: readonly string[], end = "\n") =>
  probeFile(pypi, `${info}METADATA`, lines.join(end))?.packages?.[0];
const named = ["Metadata-Version: 2.1", "Name: Foo.Bar", "Version: 1.2"];

test("reads name, purl name, license and requirements from METADATA", () => {
  const lines = [
    ...named,
    "License: MIT",
    "Requires-Dist: Other_Thing[extra]>=1.0; python_version >= '3'",
    "Requires-Dist: plain",
    'Requires-Dist: pytest (>=6) ; extra == "test"',
    "",
    "Name: quoted in the description",
    "Requires-Dist: nothing",
  ];
  for (const [text, end] of [
    [lines, "\n"],
    [lines, "\r\n"],
    [["\uFEFF" + lines[0], ...lines.slice(1)], "\n"],
  ] as const) {
    expect(metadata(text, end)).toEqual({
      name: "Foo.Bar",
      version: "1.2",
      purlName: "foo-bar",
      provides: ["foo-bar"],
      licenses: ["MIT"],
      dependsOn: ["other-thing", "plain"],
      key: info,
      owns: [info],
    });
  }
});

test.each([
  [["License-Expression: MIT AND BSD-2-Clause", "License: UNKNOWN"], ["MIT AND BSD-2-Clause"]],
  [["License: UNKNOWN", "Classifier: License :: OSI Approved :: MIT License"], ["MIT License"]],
  [
    ["License: Copyright (c)", "        All rights", "Classifier: License :: Other/Proprietary License"],
    ["Other/Proprietary License"],
  ],
  [["License: Copyright (c)", "        All rights"], undefined],
  [[`License: ${"long ".repeat(30)}`], undefined],
  [["License:", "Classifier: License :: OSI Approved", "Classifier: Topic :: Text"], undefined],
  [
    ["Classifier: License :: OSI Approved :: A", "Classifier: License :: OSI Approved :: B"],
    ["A", "B"],
  ],
])("licenses of %j", (lines, licenses) => {
  expect(metadata([...named, ...lines])?.licenses).toEqual(licenses);
});

test.each([
  ["a", "a"],
  ["A.b_c-d", "a-b-c-d"],
  ["a>=1", "a"],
  ["a @ https://example.org/a.zip", "a"],
  ["a[x,y] (==1)", "a"],
  ["a ; sys_platform == 'win32'", "a"],
  ["a; extra == 'x'", undefined],
  ["a; python_version<'3' and (extra=='x')", undefined],
  ["a; platform_release == 'extraordinary'", "a"],
  ["", undefined],
  [">=1", undefined],
])("requirement %j needs %j", (requirement, name) => {
  expect(requirementName(requirement)).toBe(name);
});

test("normalizes names as in PEP 503", () => {
  expect(["Friendly-Bard", "FRIENDLY_BARD", "friendly--.._bard"].map(normalName)).toEqual(
    Array(3).fill("friendly-bard"),
  );
});

test("uses the first of repeated fields and rejects a missing name or version", () => {
  expect(metadata([...named, "Version: 9"])?.version).toBe("1.2");
  for (const lines of [["Name: a"], ["Version: 1"], ["Name: a", "", "Version: 1"], [""], ["\0\0"]]) {
    expect(() => metadata(lines)).toThrow("it has no Name or no Version");
  }
});

test("assigns the files of RECORD to the distribution in the same folder", () => {
  const record = [
    "foo_bar/__init__.py,sha256=x,12",
    "../../../bin/foo,sha256=x,12",
    '"odd, ""name"".py",,',
    "/absolute/file,,",
    "../../../../../../../etc/../passwd,,",
    "Foo_Bar-1.2.dist-info/RECORD,,",
    "",
  ].join("\r\n");
  expect(probeFile(pypi, `${info}RECORD`, record)).toEqual({
    about: [
      {
        name: "Foo_Bar",
        key: info,
        owns: [
          `${site}foo_bar/__init__.py`,
          "/venv/bin/foo",
          `${site}odd, "name".py`,
          "/absolute/file",
          "/passwd",
          `${info}RECORD`,
        ],
      },
    ],
  });
  expect(probeFile(pypi, `${info}RECORD`, "")).toBeUndefined();
});

test("reads egg-info as a folder, as a file, and inside an egg", () => {
  const text = "Name: a\nVersion: 1\n";
  const owner = (path: string) => probeFile(pypi, path, text)?.packages?.[0]?.owns;
  expect(owner(`${site}a-1.egg-info/PKG-INFO`)).toEqual([`${site}a-1.egg-info/`]);
  expect(owner(`${site}a-1.egg-info`)).toEqual([`${site}a-1.egg-info`]);
  expect(owner(`${site}a-1-py3.egg/EGG-INFO/PKG-INFO`)).toEqual([`${site}a-1-py3.egg/`]);
  expect(probeFile(pypi, `${site}a-1.egg-info/installed-files.txt`, "../a/__init__.py\nPKG-INFO\n")).toEqual({
    about: [{ name: "a", key: `${site}a-1.egg-info/`, owns: [`${site}a/__init__.py`, `${site}a-1.egg-info/PKG-INFO`] }],
  });
});

test("ignores other files of the same name", () => {
  for (const path of ["/a/METADATA", "/a/RECORD", "/a/PKG-INFO", "/a/installed-files.txt", "/a.dist-info/METADATA/x"]) {
    expect(isShown(pypi, path)).toBe(false);
  }
});

test("reads build, channel, files and dependencies from conda-meta", () => {
  const path = "/opt/conda/conda-meta/zlib-1.3-h1_0.json";
  const data = {
    name: "zlib",
    version: "1.3",
    build: "h1_0",
    channel: "https://conda.example.org/pkgs/main/linux-64",
    subdir: "linux-64",
    license: "Zlib",
    depends: ["libgcc-ng >=12", "__glibc >=2.17", "python=3.9", 7],
    files: ["lib/libz.so", 7, "../../etc/x"],
  };
  expect(probeFile(conda, path, JSON.stringify(data))?.packages).toEqual([
    {
      name: "zlib",
      version: "1.3",
      qualifiers: { build: "h1_0", channel: "main", subdir: "linux-64" },
      licenses: ["Zlib"],
      dependsOn: ["libgcc-ng", "python"],
      owns: [path, "/opt/conda/lib/libz.so", "/etc/x"],
    },
  ]);
  expect(probeFile(conda, path, '{"name":"zlib"}')).toBeUndefined();
  expect(() => probeFile(conda, path, "{")).toThrow("it is not valid JSON");
  expect(isShown(conda, "/opt/conda/conda-meta/history")).toBe(false);
  expect(isShown(conda, "/opt/conda/x.json")).toBe(false);
});
