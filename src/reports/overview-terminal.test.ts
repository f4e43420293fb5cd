import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport } from "../../test/reports/sample-report.ts";
import type { Overview } from "../domain/report/overview.ts";
import { renderOverview } from "./overview-terminal.ts";
import { displayWidth } from "./terminal/display-width.ts";

const overview: Overview = {
  here: [
    { kind: "dockerfile", paths: ["a/Dockerfile", "b/Dockerfile", "c/Dockerfile", "d/Dockerfile"] },
    { kind: "compose", paths: ["compose.yaml"] },
  ],
  engine: { address: "unix:///var/run/docker.sock", there: false },
  judged: 3,
  of: 5,
  mostSevere: checkReport.findings.slice(0, 1),
  tally: { error: 2, warning: 1, info: 0 },
  notChecked: ["one: it can't be read", "two: so", "three: so", "four: so"],
  next: [
    { command: "hullproof check", what: "all findings with their evidence" },
    { command: "hullproof harden", what: "the whole loop", lastSeconds: 185 },
  ],
};
const shown = (one: Overview, width = 80, program = "hullproof") =>
  renderOverview(one, { colour: false, width, program });

describe("renderOverview", () => {
  it("shows files, the most severe findings, the remainder and next steps", () => {
    const text = shown(overview);
    expect(text).toContain(
      "4 Dockerfiles: a/Dockerfile, b/Dockerfile, c/Dockerfile and 1 more\n1 Compose file: compose.yaml\n",
    );
    expect(text).toContain("No engine at unix:///var/run/docker.sock: `check`, `fix` and `explain` need none");
    expect(text).toContain("1 │ FROM python:3.8-slim");
    expect(text).toContain("… and 2 more findings\n3 of 5 texts were looked at in this first second\n");
    expect(text).toContain(
      "Not checked: one: it can't be read\nNot checked: two: so\nNot checked: three: so\nNot checked: 1 more\n",
    );
    expect(text.trimEnd().split("\n").at(-1)).toBe("→ hullproof harden  the whole loop; took 3 min 5 s last time");
  });

  it("prints commands with the name of the calling program", () => {
    expect(shown(overview, 80, "npx hullproof").trimEnd().split("\n").slice(-2)).toEqual([
      "→ npx hullproof check   all findings with their evidence",
      "→ npx hullproof harden  the whole loop; took 3 min 5 s last time",
    ]);
  });

  it("claims no success if nothing was judged", () => {
    const none = { error: 0, warning: 0, info: 0 };
    expect(
      shown({ ...overview, here: [], judged: 0, of: 0, mostSevere: [], tally: none, notChecked: [] }),
    ).not.toContain("No findings");
    expect(shown({ ...overview, judged: 3, of: 3, mostSevere: [], tally: none })).toContain("No findings in 3 texts");
  });

  it.each([40, 50, 80, 200])("keeps every line within %d columns for any file name", (width) => {
    for (const venom of ["漢字テスト", "x".repeat(3000), "\u001b[2J", "\nx"])
      for (const line of shown(poison(overview, venom), width).split("\n"))
        expect(displayWidth(line)).toBeLessThanOrEqual(Math.min(width, 120));
  });
});
