import type { Evidence } from "../../domain/finding/finding.ts";
import { firstOf, mostListed, plural } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "vulnerabilities/unknown-state",
  title: "Packages not checked for vulnerabilities",
  why:
    "For these packages the changelog or the package database could not be read. How many vulnerabilities they have is unknown, which is not the same as none: " +
    "a report that leaves them out looks better than the image is.",
  severity: "info",
  ofBase: true,
  needs: ["packages", "updates"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { updates: { unread: [{ name: "zlib", reason: "the archive has no changelog of 1:1.3.1-1+b2" }] } },
      good: { updates: { unread: [] } },
    },
    {
      kind: "image",
      bad: {
        image: {
          unread: [
            { path: "/usr/lib/python3/dist-packages/six.dist-info/METADATA", layer: 2, reason: "larger than 1 MB" },
          ],
        },
      },
      good: { image: { unread: [] } },
    },
  ],
  *check({ files, updates }) {
    const gaps = [
      ...updates.unread.map(({ name, reason }) => ({ name, reason, kind: "changelog" })),
      ...(files?.unread ?? []).map(({ path, reason }) => ({ name: path, reason, kind: "package data" })),
    ];
    const [first, ...others] = gaps
      .slice(0, mostListed)
      .map(({ name, reason, kind }): Evidence => ({ kind: "setting", pointer: `${kind} of ${name}`, value: reason }));
    if (first === undefined) return;
    yield {
      message: `${plural(gaps.length, "package or file", "packages or files")} could not be judged: the vulnerabilities there are unknown, not zero (${firstOf(gaps.map(({ name }) => name))})`,
      at: { setting: "packages" },
      evidence: [first, ...others],
    };
  },
});
