import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { envFlags, flagText } from "./env-flags.ts";
import { restrictionFlags, type Flag } from "./restriction-flags.ts";
import { shellQuote } from "./shell-quote.ts";
import { shellWord } from "./word-references.ts";
import { withGivenTmpfs } from "./tmpfs-options.ts";

/** One trial as a plain `docker run` line in the foreground, for a POSIX shell. Volumes are nameless, and go with the container. */
export function trialLine(image: string, workload: Workload, restrictions: Restrictions): string {
  const { grants = {}, entrypoint, workdir, command = [] } = workload;
  const [program, ...rest] = entrypoint ?? [];
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
  const flags: Flag[] = [
    ...restrictionFlags({ ...granted, ...restrictions, ...(tmpfs.length > 0 && { tmpfs }) }),
    ...envFlags(workload.env),
    ...workload.volumes.map(({ path }): Flag => ["--volume", path]),
    ...(workdir === undefined ? [] : [["--workdir", workdir] as const]),
    ...(program === undefined ? [] : [["--entrypoint", shellWord(program, workload), true] as const]),
  ];
  const words = flags.map(flagText);
  return [
    "docker run --rm",
    ...words,
    shellQuote(image),
    ...[...rest, ...command].map((word) => shellWord(word, workload)),
  ].join(" ");
}
