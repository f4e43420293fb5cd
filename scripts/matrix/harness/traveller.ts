import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { Column } from "./column.ts";
import { verifiedBy } from "./verified.ts";

/** A profile that the machine's own engine teaches is verified on the row's. */
export function traveller(
  place: number,
  title: string,
  { image, flags }: { readonly image: string; readonly flags: readonly string[] },
): Column {
  return {
    place,
    title,
    what: `What \`learn ${image}\` taught on the machine's own engine, by \`verify --widen\` on this one, and once more where that wrote something; with how many runs passed of how many, where there were more than two.`,
    table: "profiles",
    async look(at) {
      const learned = await at.homes.profile(image, flags);
      await at.load([image]);
      const cwd = await at.folder(`profile-${place}`);
      for (const name of ["profile.json", "seccomp.json"])
        await cp(join(learned, name), join(cwd, name)).catch(() => undefined);
      await at.own(cwd);
      const words = ["verify", "--widen", "--runs", String(at.runs), "--format", "json", "--quiet", "profile.json"];
      return verifiedBy(() => at.hullproof(words, { cwd }));
    },
  };
}
