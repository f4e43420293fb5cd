import type { Column } from "../harness/column.ts";
import { profileHere } from "../harness/learned-here.ts";
import { verdictOf } from "../harness/verified.ts";

export default {
  place: 32,
  title: "verify",
  what: "`verify` of the profile that this engine taught.",
  table: "capabilities",
  async look(at) {
    const taught = await profileHere(at);
    if ("cell" in taught) return taught.cell;
    const { folder } = taught;
    const asked = await at.hullproof(["verify", "--format", "json", "--quiet", "profile.json"], { cwd: folder });
    return verdictOf(asked);
  },
} satisfies Column;
