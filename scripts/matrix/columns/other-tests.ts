import type { Column } from "../harness/column.ts";
import { ownTests } from "../harness/own-tests.ts";

const projects = ["programs", "fuzz", "web"].flatMap((name) => ["--project", name]);

export default {
  place: 83,
  title: "the other tests of npm test",
  what: "What `npm test` runs with a browser, with package managers and compilers, and with random input, in a clone, by the system's own Node; what this release lacks is left out by name.",
  table: "project",
  asked: true,
  look: (at) => ownTests(at, ["scripts/test.mjs", ...projects], 40 * 60_000),
} satisfies Column;
