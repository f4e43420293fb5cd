import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";

/** Valid volume names (moby `volume/names`); any other name would be a path of the host. */
const volumeName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/**
 * Mount points are written as `path:options`, which cannot contain a colon, and a volume must never become a bind mount
 * of the host.
 * @throws Failure `bad-profile`
 */
export function checkPaths({ tmpfs, volumes, anonymousVolumes = [] }: Profile): void {
  const hint = "Correct the profile, or learn it again.";
  for (const { path } of [...tmpfs, ...volumes, ...anonymousVolumes]) {
    if (!path.startsWith("/") || path.includes(":")) {
      throw new Failure(
        "bad-profile",
        `the mount point ${JSON.stringify(path)} is not an absolute path without colons`,
        {
          hint,
        },
      );
    }
  }
  for (const { name, from } of volumes) {
    if (from?.includes(":") === true) {
      throw new Failure("bad-profile", `the folder ${JSON.stringify(from)} has a colon in its path`, { hint });
    }
    if (from === undefined && !volumeName.test(name)) {
      throw new Failure("bad-profile", `${JSON.stringify(name)} is not the name of a volume`, { hint });
    }
  }
}
