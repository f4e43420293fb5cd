import type { Environment } from "../../../src/domain/workload/environment.ts";
import type { Column } from "../harness/column.ts";
import { learnedHere } from "../harness/learned-here.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 31,
  title: "what it promises",
  what: "`learn --explain-environment`: what it says can be observed is what `learn` then reported.",
  table: "capabilities",
  async look(at) {
    const asked = await at.hullproof(["learn", "--explain-environment", "--format", "json"]);
    if (asked.code !== 0) return failed(asked);
    const { learning } = JSON.parse(asked.stdout) as Environment;
    const { observed } = (await learnedHere(at)).report?.proof ?? {};
    if (observed === undefined) return { verdict: "not run", why: "nothing was learned to compare it with" };
    const seen: Readonly<Record<string, boolean>> = {
      capabilities: observed.method === "tracepoint",
      "system calls": observed.syscalls.method === "tracepoint" && observed.syscalls.names.length > 0,
      "files read": observed.files.method === "page-cache" && observed.files.opened.length > 0,
    };
    const wrong = learning
      .filter(({ subject, unknown }) => seen[subject] !== undefined && seen[subject] !== (unknown === undefined))
      .map(
        ({ subject, how }) =>
          `${subject}: promised ${how}; learn ${seen[subject] === true ? "saw" : "did not see"} them`,
      );
    if (wrong.length > 0) return broken(wrong.join("; "));
    const unknown = learning.filter((way) => way.unknown !== undefined).map(({ subject }) => subject);
    if (unknown.length === 0) return { verdict: "works" };
    return { verdict: "less", what: `cannot observe ${unknown.join(", ")}`, said: true };
  },
} satisfies Column;
