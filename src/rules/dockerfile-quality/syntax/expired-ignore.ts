import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/expired-ignore",
  title: "Expired suppression",
  why:
    "An ignore with a date is a promise to look again. Once the date has passed the findings it silenced are reported again, and so is the comment: " +
    "fix what it hides, or decide again and move the date.",
  severity: "warning",
  needs: ["ignores"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:13\n# hullproof ignore build/shell-form-cmd until 2026-01-31: the old entrypoint needs a shell\nCMD sleep infinity\n",
      good: "FROM debian:13\n# hullproof ignore build/shell-form-cmd until 2199-01-31: the old entrypoint needs a shell\nCMD sleep infinity\n",
    },
  ],
  *check({ ignores }) {
    for (const { id, span, state, until = "" } of ignores.states) {
      if (state !== "expired") continue;
      yield {
        message: `${id} was ignored until ${until}, which has passed`,
        at: span,
        evidence: [quote(ignores, span)],
      };
    }
  },
});
