import type { Column } from "../harness/column.ts";
import { tinyImage } from "../../../test/images/tiny.ts";
import { failed } from "../harness/refusals.ts";

export default {
  place: 13,
  title: "the engine's storage",
  what: "Whether the layers are read where the engine keeps them, or from an archive that it has to write first.",
  table: "capabilities",
  short: true,
  async look(at) {
    await at.load([tinyImage]);
    const asked = await at.hullproof(["inspect", "--progress", "plain", `daemon:${tinyImage}`]);
    if (asked.code !== 0) return failed(asked);
    const why = /the engine exports \S+ \(([^)]+)\)/.exec(asked.stderr)?.[1];
    return why === undefined
      ? { verdict: "works" }
      : { verdict: "less", what: `through an export: ${why}`, said: true };
  },
} satisfies Column;
