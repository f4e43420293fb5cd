import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { mib } from "../../restrictions/mib.ts";
import type { Shortfall } from "./missing.ts";
import { mostTimes, withTmpfsRoom } from "../../restrictions/tmpfs-room.ts";

/** Finds the missing size of a tmpfs by doubling it until the container passes, as it does with `mostTimes`. */
export async function missingTmpfs(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  path: string,
): Promise<Shortfall> {
  const bytes = restrictions.tmpfs?.find((mount) => mount.path === path)?.sizeBytes ?? 0;
  const culprit = `tmpfs ${path} of ${mib(bytes)}`;
  for (let times = 2; times < mostTimes; times *= 2) {
    const wider = withTmpfsRoom(restrictions, path, times);
    const size = mib(bytes * times);
    if ((await runner.run(`the profile with ${size} in ${path}`, wider)).passes)
      return {
        culprit,
        detail: `${mib((bytes * times) / 2)} in ${path} is too little, ${size} suffices`,
        widen: (r) => withTmpfsRoom(r, path, times),
      };
  }
  return {
    culprit,
    detail: `it passes with ${mib(bytes * mostTimes)} in ${path}, and with no less that was tried: a volume is the better place`,
    widen: (r) => withTmpfsRoom(r, path, mostTimes),
  };
}
