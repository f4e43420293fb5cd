import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import { isRootUser } from "../../../text/is-root-user.ts";
import { parseNumeric } from "../../restrictions/user.ts";

/** Groups whose processes may ping without NET_RAW, icmp(7). */
export const pingGroups = "net.ipv4.ping_group_range";
/** Docker's setting in private networks of containers (moby, daemon/oci_linux.go), unless users are remapped. */
const ofDocker = "0 2147483647";
/** The groups of a user namespace of the usual size; the kernel rejects others (net/ipv4/sysctl_net_ipv4.c). */
const usual = "0 65535";

/**
 * The narrowest passing range: its start group, then the range that every engine accepts. The reference trials ran with
 * Docker's default, so that needs no trial.
 */
export async function learnPingGroups(
  runner: Pick<ExperimentRunner, "run">,
  current: Restrictions,
): Promise<{
  readonly value: string;
  readonly tried: readonly { readonly title: string; readonly answer: ExperimentResult }[];
}> {
  const tried: { readonly title: string; readonly answer: ExperimentResult }[] = [];
  for (const value of narrower(current.user)) {
    const title = `the groups ${value.replace(" ", " to ")} alone may ping without NET_RAW (${pingGroups}=${value})`;
    const sysctls = { ...current.sysctls, [pingGroups]: value };
    const result = await runner.run(title, { ...current, sysctls });
    tried.push({ title, answer: result });
    if (result.passes) return { value, tried };
  }
  return { value: ofDocker, tried };
}

/** Ranges to try, the narrowest first. A user without a group has the group of /etc/passwd, which is unknown here. */
function narrower(user: string | undefined): readonly string[] {
  if (user === undefined) return [usual];
  const gid = parseNumeric(user)?.gid ?? (isRootUser(user) ? 0 : undefined);
  return gid === undefined ? [usual] : [`${gid} ${gid}`, usual];
}
