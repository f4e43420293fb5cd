import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import { printedEnv } from "../../print/of-profile.ts";
import { ofRestrictions } from "../../print/of-restrictions.ts";
import { flagText } from "../../text/flag.ts";
import { withGivenTmpfs } from "../../text/tmpfs-options.ts";
import { imageAndWords, runFlags } from "./run-flags.ts";

/**
 * One trial as a plain `docker run` line in the foreground, for a POSIX shell. Volumes are anonymous, and removed with
 * the container.
 */
export function trialLine(image: string, workload: Workload, restrictions: Restrictions): string {
  const { grants = {}, entrypoint, workdir, command, variables } = workload;
  const granted: Restrictions = {
    ...(workload.user !== undefined && { user: workload.user }),
    ...(grants.devices && { devices: grants.devices }),
    ...(grants.ulimits && { ulimits: grants.ulimits }),
    ...(grants.network && { network: grants.network }),
    ...(grants.sysctls && { sysctls: grants.sysctls }),
    ...(grants.init && { init: grants.init }),
    ...(grants.shmBytes !== undefined && { shmBytes: grants.shmBytes }),
    ...(grants.capabilities && restrictions.dropAll !== true && { addCapabilities: grants.capabilities }),
  };
  const tmpfs = withGivenTmpfs(grants.tmpfs, restrictions.tmpfs);
  const spec = {
    ...ofRestrictions({ ...granted, ...restrictions, ...(tmpfs.length > 0 && { tmpfs }) }),
    image,
    env: printedEnv(workload.env),
    mounts: workload.volumes.map(({ path }) => ({ type: "volume" as const, path, readOnly: false, words: [] })),
    workingDir: workdir,
    // Empty means the image's default.
    entrypoint: entrypoint?.length === 0 ? undefined : entrypoint,
    command,
    variables,
  };
  return ["docker run --rm", ...runFlags(spec).map(flagText), imageAndWords(spec)].join(" ");
}
