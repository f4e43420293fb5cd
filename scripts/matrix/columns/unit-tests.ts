import type { Column } from "../harness/column.ts";
import { ownTests } from "../harness/own-tests.ts";

export default {
  place: 81,
  title: "the unit tests of npm test",
  what: "What `npm test` runs without an engine, all of it, in a clone, by the system's own Node, after the set-up of `npm test` installed what this release has of the programs that tests compare with.",
  table: "project",
  asked: true,
  look: (at) => ownTests(at, ["scripts/test-unit.mjs", "--project", "unit-slow"], 40 * 60_000),
} satisfies Column;
