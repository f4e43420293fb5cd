import type { Capability } from "../../domain/capability.ts";
import type { Restrictions } from "../../domain/profile.ts";
import type { Lab } from "../lab.ts";
import { portsOf } from "../container-spec.ts";
import { told, type Lesson } from "./lesson.ts";

const portStart = "net.ipv4.ip_unprivileged_port_start";

/**
 * What decided the answers beside the image, and what another environment would ask for: Docker lets a container in its own
 * network bind ports below 1024 without NET_BIND_SERVICE (moby, daemon/oci_linux.go), where host networks, other engines and
 * older ones do not; a bind mount is root's where a volume has the image's owner. Each is tried, with the capability that helps.
 */
export async function learnEnvironment(
  lab: Lab,
  current: Restrictions,
): Promise<Lesson & { readonly assumptions: Readonly<Record<string, string>> }> {
  const { info } = lab.run.engine;
  const network = current.network ?? lab.workload.grants?.network ?? "private";
  const assumptions: Record<string, string> = { cgroup: `v${info.cgroupVersion}`, network };
  const reasons: string[] = [];
  const held = current.addCapabilities ?? [];

  const tryIt = async (title: string, restrictions: Restrictions, helps: Capability): Promise<string> => {
    const plain = await lab.ask(title, restrictions);
    reasons.push(told(plain, title));
    if (plain.passes) return "holds there too";
    if (held.includes(helps)) return `breaks there: ${plain.problem}`;
    const more = { ...restrictions, addCapabilities: [...held, helps].toSorted() };
    const answer = await lab.ask(`${title}, with ${helps}`, more);
    reasons.push(told(answer, `${title}, with ${helps}`));
    return answer.passes ? `needs ${helps} there` : `breaks there, with ${helps} too: ${answer.problem}`;
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
