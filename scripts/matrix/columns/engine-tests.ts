import type { Column } from "../harness/column.ts";
import { ownTests } from "../harness/own-tests.ts";

const vitest = ["scripts/test.mjs", "--project", "engine", "--project", "engine-alone"];

export default {
  place: 82,
  title: "the engine tests of npm test",
  what: "What `npm test` runs with an engine, in a clone, by the system's own Node, with this row's engine; what this release lacks is left out by name.",
  table: "project",
  asked: true,
  look: (at) => ownTests(at, vitest, 60 * 60_000),
} satisfies Column;
