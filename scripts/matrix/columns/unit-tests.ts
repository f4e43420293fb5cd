import type { Column } from "../harness/column.ts";
import { projectAt } from "../harness/project.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 81,
  title: "the unit tests of npm test",
  what: "What `npm test` runs without an engine, all of it, in a clone, by the system's own Node, after the set-up of `npm test` installed what this release has of the programs that tests compare with.",
  table: "project",
  asked: true,
  async look(at) {
    const project = await projectAt(at);
    if ("cell" in project) return project.cell;
    const ready = await project.node(["scripts/setup.mjs", "test"], 20 * 60_000);
    if (ready.code !== 0) return failed(ready);
    const ended = await project.node(["scripts/test-unit.mjs", "--project", "unit-slow"], 40 * 60_000);
    if (ended.code === 0) return { verdict: "works" };
    const names = new Set((ended.stdout + ended.stderr).match(/^ *FAIL .*$/gm)?.map((line) => line.trim()));
    return names.size === 0 ? failed(ended) : broken([...names].join("; "));
  },
} satisfies Column;
