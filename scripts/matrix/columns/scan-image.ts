import type { Report } from "../../../src/domain/report/report.ts";
import type { Column } from "../harness/column.ts";
import { debianImage } from "../harness/images.ts";
import { broken, failed } from "../harness/refusals.ts";
import { sameImage } from "../harness/same-image.ts";

export default {
  place: 11,
  title: "scan an image",
  what: "`scan` of the same image, without advisories and without its package sources, which no network reaches here.",
  table: "capabilities",
  async look(at) {
    await at.load([debianImage]);
    const args = ["scan", "--format", "json", "--quiet", "--fail-on", "never", "--updates", "none", debianImage];
    const here = await at.hullproof(args);
    if (here.code !== 0) return failed(here);
    const report = JSON.parse(here.stdout) as Report;
    const other = sameImage(JSON.parse(await at.homes.answer(args, debianImage)) as Report, report);
    return other === undefined ? { verdict: "works" } : broken(`differs from the machine's own engine: ${other}`);
  },
} satisfies Column;
