import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOfVariant, parseBaseTag } from "./base-tag.ts";
import { chooseTags, earlierTags, type TagWishes } from "./choose-tags.ts";

const codenames = new Set(["bullseye", "bookworm", "trixie"]);
const python: TagWishes = {
  today: "2026-11-25",
  codenames,
  limit: 12,
  cycles: { depth: 2, until: { "3.9": "2025-10-31", "3.11": "2027-10", "3.12": "2028-10", "3.13": "2029-10" } },
};
const tags = [
  "latest",
  "slim",
  "3",
  "3-slim",
  "3.9-slim",
  "3.12",
  "3.12-slim",
  "3.12.7-slim",
  "3.13",
  "3.13-slim",
  "3.13-slim-trixie",
  "3.13-slim-bookworm",
  "3.13.1-slim",
].concat([
  "3.13.2-slim",
  "3.13-alpine",
  "3.13-alpine3.22",
  "3.15-rc-slim",
  "3.15.0a2-slim",
  "3.13-windowsservercore-ltsc2022",
  "3.11-slim",
  "sha256-abc.sig",
]);

describe("parseBaseTag", () => {
  it.each([
    ["3.13-slim-trixie", { numbers: [3, 13], variant: "slim-trixie", unfinished: false }],
    ["22", { numbers: [22], variant: "", unfinished: false }],
    ["trixie-20260112-slim", { numbers: [], variant: "trixie-slim", date: "2026-01-12" }],
    ["3.15.0a2-slim", { numbers: [3, 15, 0], variant: "slim", unfinished: true }],
    ["3.15-rc-slim", { numbers: [3, 15], unfinished: true }],
    ["sid-slim", { numbers: [], variant: "sid-slim", unfinished: true }],
    ["latest", { numbers: [], variant: "latest", unfinished: false }],
  ])("%s", (tag, expected) => {
    expect(parseBaseTag(tag)).toMatchObject({ tag, ...expected });
  });

  it("rejects tags of other systems", () => {
    expect(parseBaseTag("3.13-windowsservercore-ltsc2022")).toBeUndefined();
    expect(parseBaseTag("sha256-abc.sig")).toBeUndefined();
  });

  it("parses any text", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 128 }),
        (tag) => parseBaseTag(tag)?.tag === tag || parseBaseTag(tag) === undefined,
      ),
    );
  });
});

it("groups variants without the distribution's release", () => {
  expect(["slim-trixie", "alpine3.22", "bookworm", "slim"].map((one) => kindOfVariant(one, codenames))).toEqual([
    "slim",
    "alpine",
    "",
    "slim",
  ]);
});

describe("chooseTags", () => {
  it("picks the moving tag of each supported cycle and variant", () => {
    const { tags: chosen } = chooseTags(tags, python);
    const names = chosen.map(({ tag }) => tag);
    expect(names).toContain("3.13-slim");
    expect(names).toContain("3.12-slim");
    expect(names).toContain("3.11-slim");
    // Ended, floating, unfinished, and what only repeats another one.
    for (const not of ["3.9-slim", "3-slim", "latest", "3.15-rc-slim", "3.15.0a2-slim", "3.13.1-slim", "3.12.7-slim"])
      expect(names).not.toContain(not);
  });

  it("begins with the cycle in use, which may have ended, then the newest", () => {
    const { tags: chosen } = chooseTags(tags, { ...python, inUse: "3.9-slim" });
    expect(chosen[0]?.tag).toBe("3.9-slim");
    expect(chosen[1]?.tag.startsWith("3.13")).toBe(true);
    // Older than the one in use comes last.
    expect(chooseTags(tags, { ...python, inUse: "3.12-slim" }).tags.at(-1)?.tag).toBe("3.11-slim");
  });

  it("includes each cycle under a small limit", () => {
    const cycles = chooseTags(tags, { ...python, limit: 3 }).tags.map(({ numbers }) => numbers.join("."));
    expect(new Set(cycles).size).toBe(3);
  });

  it("reads a distribution's own names", () => {
    const debian: TagWishes = {
      today: "2026-11-25",
      codenames,
      limit: 5,
      cycles: {
        depth: 1,
        until: { "11": "2026-08-31", "12": "2028-06-30", "13": "2030-06-30" },
        names: { bullseye: "11", bookworm: "12", trixie: "13" },
      },
    };
    const names = chooseTags(
      ["bullseye-slim", "bookworm-slim", "trixie-slim", "trixie", "13-slim", "trixie-20260112-slim", "sid-slim"],
      debian,
    ).tags.map(({ tag }) => tag);
    expect(names).toEqual(["trixie-slim", "trixie", "bookworm-slim"]);
  });

  it("includes only requested variants", () => {
    expect(chooseTags(tags, { ...python, variants: ["alpine"] }).tags.map(({ tag }) => tag)).toEqual([
      "3.13-alpine",
      "3.13-alpine3.22",
    ]);
  });
});

describe("earlierTags", () => {
  it("returns patch versions of the same line, the newest first", () => {
    expect(earlierTags(tags, "3.13-slim", 5)).toEqual(["3.13.2-slim", "3.13.1-slim"]);
  });
  it("returns dated tags if the line has them", () => {
    expect(
      earlierTags(["trixie-slim", "trixie-20251229-slim", "trixie-20260112-slim", "trixie-20260112"], "trixie-slim", 1),
    ).toEqual(["trixie-20260112-slim"]);
  });
});
