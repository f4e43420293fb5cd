// What a rule's example says that it can fix is fixed: through the whole way of `fix`, which leaves out an edit that means something else than the fix declares.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Context } from "../src/pipeline/context.ts";
import { fixFiles } from "../src/pipeline/verbs/fix/fix-files.ts";
import { rules } from "../src/rules/index.ts";

const names = { compose: "compose.yaml", manifest: "web.yaml" } as const;
type Kind = keyof typeof names;

const cases = rules
  // What drifts from a profile needs one beside it.
  .filter(({ id, fix }) => fix !== "none" && fix !== "proven" && !id.endsWith("/drift"))
  .flatMap(({ id, examples }) =>
    examples.flatMap(({ kind, bad }) =>
      kind in names && typeof bad === "string" ? [{ id, kind: kind as Kind, bad }] : [],
    ),
  );

it("is asked of Compose files and manifests", () => {
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(Object.keys(names)));
});

it.each(cases)("$id fixes its $kind", async ({ id, kind, bad }) => {
  const cwd = mkdtempSync(join(tmpdir(), "hullproof-example-fixes-"));
  try {
    writeFileSync(join(cwd, names[kind]), bad);
    const context = { cwd, today: "2026-11-30", version: "0", progress: () => {} } as unknown as Context;
    const { files } = await fixFiles(
      [names[kind]],
      { write: true, proven: false, suggested: true, rule: [id], measure: false },
      context,
    );
    const fixes = files.flatMap((file) => file.fixes);
    expect(
      fixes.filter(({ outcome }) => outcome !== "applied").map(({ outcome, reason }) => `${outcome}: ${reason}`),
    ).toEqual([]);
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
