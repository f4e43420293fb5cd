import type { Report } from "../../../src/domain/report/report.ts";
import type { Column } from "../harness/column.ts";
import { debianImage } from "../harness/images.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 12,
  title: "check an image",
  what: "`check` of the same image: the findings are those of the machine's own engine.",
  table: "capabilities",
  async look(at) {
    await at.load([debianImage]);
    const args = ["check", "--format", "json", "--quiet", "--fail-on", "never", `daemon:${debianImage}`];
    const here = await at.hullproof(args);
    if (here.code !== 0) return failed(here);
    const [home, found] = [await at.homes.answer(args, debianImage), here.stdout].map(rulesFound);
    return home === found ? { verdict: "works" } : broken(`finds ${found}; the machine's own engine ${home}`);
  },
} satisfies Column;

function rulesFound(text: string): string {
  const { findings } = JSON.parse(text) as Report;
  return findings.map(({ rule }) => rule).join(", ");
}
