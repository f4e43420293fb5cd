import type { Capability } from "../../domain/capability.ts";
import type { Restrictions } from "../../domain/profile.ts";
import type { Lab } from "../lab.ts";
import { portsOf } from "../container-spec.ts";
import { grantedTo } from "./capabilities.ts";
import { told, type Lesson } from "./lesson.ts";
import { isRoot } from "./user.ts";

const portStart = "net.ipv4.ip_unprivileged_port_start";
const pingGroups = "net.ipv4.ping_group_range";

/**
 * What decided the answers beside the image, and what another environment would ask for: Docker lets a container in its own
 * network bind ports below 1024 without NET_BIND_SERVICE (moby, daemon/oci_linux.go), where host networks, other engines and
 * older ones do not, and ping without NET_RAW; a bind mount is root's where a volume has the image's owner. Each is tried, with
 * the capability that helps. `pings`: it was seen to use that.
 */
export async function learnEnvironment(
  lab: Lab,
  current: Restrictions,
  pings: boolean,
): Promise<Lesson & { readonly assumptions: Readonly<Record<string, string>> }> {
  const { info } = lab.run.engine;
  const network = current.network ?? lab.workload.grants?.network ?? "private";
  const assumptions: Record<string, string> = { cgroup: `v${info.cgroupVersion}`, network };
  const reasons: string[] = [];
  const held = current.addCapabilities ?? [];

  const stepsUp = isRoot(lab.imageSummary.user) && !isRoot(current.user ?? "");

  const tryIt = async (title: string, restrictions: Restrictions, helps: Capability): Promise<string> => {
    const plain = await lab.ask(title, restrictions);
    reasons.push(told(plain, title));
    if (plain.passes) return "holds there too";
    if (!grantedTo(lab).includes(helps)) return `breaks there, and ${helps} was not granted: ${plain.problem}`;
    if (held.includes(helps)) return `breaks there: ${plain.problem}`;
    // Only root holds what is added, capabilities(7).
    const needs = stepsUp ? `${helps} and user 0:0` : helps;
    const addCapabilities = [...held, helps].toSorted();
    const more = { ...restrictions, addCapabilities, ...(stepsUp && { user: "0:0" }) };
    const answer = await lab.ask(`${title}, with ${needs}`, more);
    reasons.push(told(answer, `${title}, with ${needs}`));
    return answer.passes ? `needs ${needs} there` : `breaks there, with ${needs} too: ${answer.problem}`;
  };

  const low = portsOf(lab.workload).filter((port) => port < 1024);
  if (network === "private" && low.length > 0) {
    const start = lab.workload.grants?.sysctls?.[portStart] ?? "0";
    const verdict = await tryIt(
      `ports below 1024 are privileged (${portStart}=1024)`,
      { ...current, sysctls: { ...current.sysctls, [portStart]: "1024" } },
      "NET_BIND_SERVICE",
    );
    assumptions["network"] = `private, ${portStart}=${start}`;
    assumptions["ports below 1024"] =
      `port ${low.join(", ")} where ${portStart} is 1024 (other engines, host network): ${verdict}`;
  }
  if (network !== "host" && pings && lab.workload.grants?.sysctls?.[pingGroups] === undefined) {
    // The kernel's own value, an empty range (icmp(7)).
    const verdict = await tryIt(
      `nobody may ping without NET_RAW (${pingGroups}=1 0)`,
      { ...current, sysctls: { ...current.sysctls, [pingGroups]: "1 0" } },
      "NET_RAW",
    );
    assumptions["ping"] =
      `without NET_RAW, as ${pingGroups} lets everybody; where it is 1 0 (other engines, host network): ${verdict}`;
  }
  const plain = lab.workload.volumes.filter(({ from, owner }) => from === undefined && owner === undefined);
  const mounts = [...new Set([...plain.map(({ path }) => path), ...lab.imageSummary.volumes])].toSorted();
  assumptions["volumes"] = mounts.length === 0 ? "none" : "owned as the engine makes them from the image";
  if (mounts.length > 0) {
    const prepared = mounts.map((path) => ({ path, uid: 0, gid: 0, mode: "755" }));
    const verdict = await tryIt(
      `${mounts.join(", ")} belongs to root, as a bind mount may`,
      { ...current, prepared },
      "CHOWN",
    );
    assumptions["root-owned mounts"] = `${mounts.join(", ")} as a bind mount of root's: ${verdict}`;
  }
  const namespaces = info.securityOptions.some((option) => option.includes("name=userns"));
  assumptions["user namespace"] = namespaces
    ? "remapped: root in the container is nobody outside"
    : "the host's: root in the container is root outside";
  return { restrictions: {}, witnesses: [], proofs: [], because: { assumptions: reasons }, assumptions };
}
