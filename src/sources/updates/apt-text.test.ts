import { describe, expect, it } from "vitest";
import {
  parseCandidates,
  parseInstalled,
  parseKeptBack,
  parseSources,
  parseUnpacked,
  parseUpgrades,
  updateProblem,
} from "./apt-text.ts";

const simulation = `Reading package lists...
Building dependency tree...
Calculating upgrade...
The following packages have been kept back:
  linux-image-amd64
  foo bar
The following NEW packages will be installed:
  libnew1
The following packages will be upgraded:
  libc6 bash
Inst libnew1 (1.0 Debian:11.9/oldstable [amd64])
Inst libc6 [2.31-13+deb11u3] (2.31-13+deb11u11 Debian:11.9/oldoldstable, Debian-Security:11/oldoldstable-security [amd64]) []
Inst bash [5.1-2+b3] (1:5.1-3 Debian:11.9/oldoldstable [amd64])
Inst libc6:i386 [2.31-13+deb11u3] (2.31-13+deb11u11 Debian-Security:11/oldoldstable-security [i386]) [libc-bin:amd64 ]
Inst local [1] (2 localhost [all])
Conf libc6 (2.31-13+deb11u11 Debian:11.9/oldoldstable [amd64])
`;

describe("parseUpgrades", () => {
  it("reads Inst lines of installed packages", () => {
    expect(parseUpgrades(simulation)).toEqual([
      {
        name: "bash",
        architecture: "amd64",
        installed: "5.1-2+b3",
        candidate: "1:5.1-3",
        origin: "Debian:11.9/oldoldstable",
      },
      {
        name: "libc6",
        architecture: "amd64",
        installed: "2.31-13+deb11u3",
        candidate: "2.31-13+deb11u11",
        origin: "Debian:11.9/oldoldstable, Debian-Security:11/oldoldstable-security",
      },
      {
        name: "libc6",
        architecture: "i386",
        installed: "2.31-13+deb11u3",
        candidate: "2.31-13+deb11u11",
        origin: "Debian-Security:11/oldoldstable-security",
      },
      { name: "local", architecture: "all", installed: "1", candidate: "2", origin: "localhost" },
    ]);
    expect(parseUpgrades("0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n")).toEqual([]);
  });
});

describe("parseKeptBack", () => {
  it("reads the block of names", () => {
    expect(parseKeptBack(simulation)).toEqual(["bar", "foo", "linux-image-amd64"]);
    expect(parseKeptBack("")).toEqual([]);
  });
});

describe("parseInstalled", () => {
  it("reads the query's lines, and drops removed packages", () => {
    expect(parseInstalled("libc6\tamd64\t2.31-13+b1\tglibc\t2.31-13\ngone\tall\t\tgone\t\n\n")).toEqual([
      { name: "libc6", architecture: "amd64", version: "2.31-13+b1", source: "glibc", sourceVersion: "2.31-13" },
    ]);
  });
});

describe("parseCandidates", () => {
  it("reads paragraphs, with and without a source field", () => {
    const text = `Package: libc6
Source: glibc (2.31-13)
Version: 2.31-13+b1
Architecture: amd64
Size: 2825332
SHA256: ${"0a".repeat(32)}
Description: a
 Version: 9

Package: bash
Version: 5.1-3
Architecture: amd64
Size: x
SHA256: ${"0A".repeat(32)}
Source: bash-src

Homepage: none
`;
    expect(parseCandidates(text)).toEqual([
      {
        name: "libc6",
        architecture: "amd64",
        version: "2.31-13+b1",
        source: "glibc",
        sourceVersion: "2.31-13",
        bytes: 2_825_332,
        sha256: "0a".repeat(32),
      },
      { name: "bash", architecture: "amd64", version: "5.1-3", source: "bash-src", sourceVersion: "5.1-3", bytes: 0 },
    ]);
  });
});

describe("parseSources", () => {
  it("lists each once, in order, without passwords", () => {
    expect(
      parseSources(
        "http://b.example/debian/ x/main\nhttp://me:secret@a.example/debian/ x/main\nhttp://b.example/debian/ x/main\n",
      ),
    ).toEqual(["http://a.example/debian/ x/main", "http://b.example/debian/ x/main"]);
  });
});

describe("updateProblem", () => {
  it("returns undefined if all indexes were downloaded", () => {
    expect(updateProblem(0, "Hit:1 http://a.example x InRelease\nReading package lists...\n")).toBeUndefined();
    expect(updateProblem(0, "W: Download is performed unsandboxed as root\n")).toBeUndefined();
  });

  it.each([
    [
      100,
      "E: The repository 'http://a.example x Release' does not have a Release file.\n",
      /does not have a Release file/,
    ],
    [
      0,
      "W: Failed to fetch http://a.example/x  Temporary failure resolving 'a.example'\nW: Some index files failed to download.\n",
      /Temporary failure/,
    ],
    [100, "Err:1 http://a.example x Release\n  404  Not Found\n", /^Err:1/],
    [100, "", /exit code 100/],
    [
      0,
      "Err:1 http://a x\nW: GPG error: http://a.example x: NO_PUBKEY\nW: Some index files failed to download.\n",
      /NO_PUBKEY/,
    ],
  ])("names what failed: %i %j", (exitCode, output, message) => {
    expect(updateProblem(exitCode, output)).toMatch(message);
  });
});

describe("parseUnpacked", () => {
  it("separates texts by the mark, whatever they contain", () => {
    const { texts, log } = parseUnpacked(
      "noise\nM1 deb a\na (1) x; urgency=low\nM2 deb fake\n\nM1 deb b\n\nM1 log\nE: no\n",
      "M1",
    );
    expect([...texts]).toEqual([
      ["a", "a (1) x; urgency=low\nM2 deb fake\n\n"],
      ["b", "\n"],
    ]);
    expect(log).toBe("E: no");
  });
});
