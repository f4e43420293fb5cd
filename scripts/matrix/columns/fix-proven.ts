import type { FixReport } from "../../../src/domain/report/fix-report.ts";
import { tinyImage } from "../../../test/images/tiny.ts";
import type { Column } from "../harness/column.ts";
import { webCopy } from "../harness/learned-here.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 21,
  title: "fix --proven",
  what: "`fix --proven` of a two-step Dockerfile: built, compared and run; the chown is folded into the copy.",
  table: "capabilities",
  async look(at) {
    await at.load([tinyImage]);
    const cwd = await webCopy(at, "fix");
    const asked = await at.hullproof(["fix", "--proven", "--format", "json", "--quiet", "--no-measure"], { cwd });
    if (asked.code !== 0) return failed(asked);
    const [file] = (JSON.parse(asked.stdout) as FixReport).files;
    if (file?.text?.includes("COPY --chown=1000:1000 www /www") === true) return { verdict: "works" };
    const became = file?.fixes.map(({ rule, outcome, reason }) => `${rule} ${outcome}: ${reason}`).join("; ");
    return broken(file?.error ?? `not fixed: ${became}`);
  },
} satisfies Column;
