import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Verdict } from "./judge/judge-builds.ts";
import type { Offer } from "./offer.ts";
import type { Files, SoakCase } from "./soak-case.ts";

/** What was built before, by all that went into it. */
export interface Verdicts {
  find(key: string): Verdict | undefined;
  add(key: string, verdict: Verdict): void;
}

export function openVerdicts(state: string): Verdicts {
  const file = join(state, "verdicts.jsonl");
  mkdirSync(state, { recursive: true });
  const lines = existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line.endsWith("}"))
    : [];
  const known = new Map(
    lines.map((line) => {
      const { key, ...verdict } = JSON.parse(line) as Verdict & { readonly key: string };
      return [key, verdict] as const;
    }),
  );
  return {
    find: (key) => known.get(key),
    add: (key, verdict) => {
      known.set(key, verdict);
      appendFileSync(file, `${JSON.stringify({ key, ...verdict })}\n`);
    },
  };
}

export function keyOf(bases: string, one: SoakCase, offer: Offer): string {
  const parts = [
    bases,
    ...[one.files, offer.files].flatMap(flat),
    JSON.stringify([one.builds, one.starts, one.calls, offer.delta]),
  ];
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 20);
}

const flat = (files: Files): string[] =>
  Object.entries(files).flatMap(([path, content]) => [path, Buffer.from(content).toString("base64")]);

/** Keeps what differs where a person can look at it and build it: both versions of the repository, and the differences. */
export function keepResult(folder: string, one: SoakCase, offer: Offer, { differences }: Verdict): void {
  for (const [side, files] of [
    ["before", one.files],
    ["after", offer.files],
  ] as const)
    for (const [path, content] of Object.entries(files)) {
      const file = join(folder, side, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  writeFileSync(
    join(folder, "differences.txt"),
    `${differences.join("\n")}\n\ndeclared: ${offer.delta.join(", ")}\n${JSON.stringify({ builds: one.builds, starts: one.starts, calls: one.calls }, undefined, 2)}\n`,
  );
}
