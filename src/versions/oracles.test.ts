// The orders against the programs and libraries that define them, on versions that nobody chose.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { compare as comparePep440Library } from "@renovatebot/pep440";
import fc from "fast-check";
import { compare as compareNpm, valid } from "semver";
import { describe, expect, it } from "vitest";
import composer from "./composer.ts";
import pep440 from "./pep440.ts";
import rpm from "./rpm.ts";
import semver from "./semver.ts";

const hasRpm = spawnSync("rpm", ["--version"]).status === 0;
const semverOfComposer = "/usr/share/php/Composer/Semver/autoload.php";
/** Before its release 3.4, which Debian 12 lacks, Composer's semver took `1118115.0` for a broken date. */
const hasComposer =
  existsSync(semverOfComposer) &&
  spawnSync("php", [
    "-r",
    `require "${semverOfComposer}"; (new Composer\\Semver\\VersionParser)->normalize("1118115.0");`,
  ]).status === 0;
const parts = (...texts: string[]) =>
  fc
    .array(fc.oneof(fc.nat({ max: 120 }).map(String), fc.constantFrom(...texts)), { minLength: 1, maxLength: 7 })
    .map((list) => list.join(""));

describe("rpm", () => {
  it.skipIf(!hasRpm)("agrees with rpm.vercmp (skipped without rpm)", () => {
    const version = parts(".", "_", "~", "^", "a", "Z", "rc", "el9", "+", "00", "-");
    fc.assert(
      fc.property(fc.array(fc.tuple(version, version), { minLength: 100, maxLength: 100 }), (pairs) => {
        const usable = pairs.filter((pair) => pair.every((text) => rpm.accepts(text)));
        const calls = usable.map(([a, b]) => `print(rpm.vercmp("${a}", "${b}") .. "\\n")`).join(" ");
        const answer = spawnSync("rpm", ["--eval", `%{lua: ${calls}}`], { encoding: "utf8" });
        const signs = answer.stdout
          .split("\n")
          .filter((line) => line !== "")
          .map(Number);
        expect(usable.map(([a, b]) => [a, b, rpm.compare(a, b)])).toEqual(
          usable.map(([a, b], at) => [a, b, signs[at]]),
        );
      }),
      { numRuns: 10 },
    );
  });
});

describe("semver", () => {
  it("agrees with npm's library on all versions that it accepts", () => {
    const version = fc
      .tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.nat({ max: 3 }), parts("-", ".", "a", "rc", "beta", "+", "0"))
      .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest.startsWith("+") ? rest : `-${rest}`}`)
      .filter((text) => valid(text) !== null);
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect([a, b, semver.compare(a, b)]).toEqual([a, b, compareNpm(a, b)]);
        expect(semver.accepts(a)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("pep440", () => {
  it("agrees with an independent library on all versions that it accepts", () => {
    const version = parts(".", "a", "b", "rc", "post", "dev", "-", "+", "1!", "c", "_").filter((text) =>
      pep440.accepts(text),
    );
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect([a, b, pep440.compare(a, b)]).toEqual([a, b, Math.sign(comparePep440Library(a, b))]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("composer", () => {
  it.skipIf(!hasComposer)("agrees with Composer's VersionParser (skipped without Composer's semver 3.4)", () => {
    const script = `require "${semverOfComposer}"; $parser = new Composer\\Semver\\VersionParser;
      $normalize = function ($text) use ($parser) { try { return $parser->normalize($text); } catch (Exception) { return "dev-"; } };
      echo json_encode(array_map(function ($pair) use ($normalize) {
        [$a, $b] = array_map($normalize, $pair);
        $isVersion = fn ($text) => !str_starts_with($text, "dev-");
        return [$isVersion($a), $isVersion($b), $isVersion($a) && $isVersion($b) ? version_compare($a, $b) : null];
      }, json_decode(stream_get_contents(STDIN))));`;
    const words = [
      "-dev",
      "dev",
      "-stable",
      "stable",
      "-STABLE",
      "RC",
      "-rc",
      ".beta",
      "b",
      "-alpha",
      "a",
      "_p",
      "-patch",
    ];
    const text = parts(
      ".",
      ".",
      ".",
      "-",
      "_",
      "x",
      "*",
      ".x",
      ".x-dev",
      "+b",
      "v",
      "0",
      "00",
      "2010",
      "01",
      ":",
      ...words,
    );
    const version = fc.tuple(fc.constantFrom("", "v", "1", "1.0", "1.1", "1.10"), text).map((both) => both.join(""));
    fc.assert(
      fc.property(fc.array(fc.tuple(version, version), { minLength: 1_000, maxLength: 1_000 }), (pairs) => {
        const answer = spawnSync("php", ["-r", script], { encoding: "utf8", input: JSON.stringify(pairs) });
        const expected = JSON.parse(answer.stdout) as [boolean, boolean, number | null][];
        expect(
          pairs.map(([a, b], at) => [
            a,
            b,
            composer.accepts(a),
            composer.accepts(b),
            expected[at]?.[2] == null ? null : composer.compare(a, b),
          ]),
        ).toEqual(pairs.map(([a, b], at) => [a, b, ...(expected[at] ?? [])]));
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
