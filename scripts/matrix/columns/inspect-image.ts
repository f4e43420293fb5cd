import type { Report } from "../../../src/domain/report/report.ts";
import type { Column } from "../harness/column.ts";
import { debianImage } from "../harness/images.ts";
import { broken, failed } from "../harness/refusals.ts";
import { sameImage } from "../harness/same-image.ts";

export default {
  place: 10,
  title: "inspect an image",
  what: "`inspect` of an image with a package database: layers, packages and setuid files are those that the machine's own engine shows.",
  table: "capabilities",
  short: true,
  async look(at) {
    await at.load([debianImage]);
    const args = ["inspect", "--format", "json", "--quiet", debianImage];
    const here = await at.hullproof(args);
    if (here.code !== 0) return failed(here);
    const other = sameImage(
      JSON.parse(await at.homes.answer(args, debianImage)) as Report,
      JSON.parse(here.stdout) as Report,
    );
    return other === undefined ? { verdict: "works" } : broken(`differs from the machine's own engine: ${other}`);
  },
} satisfies Column;
