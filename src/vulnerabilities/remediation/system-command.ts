import type { ImageInfo } from "../../domain/image/image-info.ts";

type Os = ImageInfo["os"];

interface Manager {
  readonly name: string;
  readonly upgrade: (names: string) => string;
}

const apt: Manager = {
  name: "apt-get",
  upgrade: (names) => `apt-get update && apt-get install -y --only-upgrade ${names}`,
};
const apk: Manager = { name: "apk", upgrade: (names) => `apk upgrade --no-cache ${names}` };
const rpm = (name: string): Manager => ({ name, upgrade: (names) => `${name} upgrade -y ${names}` });
const zypper: Manager = { name: "zypper", upgrade: (names) => `zypper --non-interactive update ${names}` };

/** The command that takes in newer packages of one purl type. Undefined: none is known, or a name is not fit for a shell. */
export function upgradeCommand(type: string, os: Os, names: readonly string[]): string | undefined {
  const manager = managerOf(type, os);
  if (manager === undefined || !names.every((name) => /^[A-Za-z0-9][A-Za-z0-9+._-]*$/.test(name))) return undefined;
  return manager.upgrade([...new Set(names)].sort().join(" "));
}

function managerOf(type: string, { id = "", idLike = [], versionId = "" }: Os): Manager | undefined {
  if (type === "deb") return apt;
  if (type === "apk") return apk;
  if (type !== "rpm") return undefined;
  const like = [id, ...idLike];
  if (like.some((one) => /suse|^sles/.test(one))) return zypper;
  if (/^(?:photon|azurelinux|mariner)$/.test(id)) return rpm("tdnf");
  // dnf came with RHEL 8 and Amazon Linux 2023.
  const old = (id === "amzn" && versionId === "2") || (like.includes("rhel") && /^[67](?:\.|$)/.test(versionId));
  return rpm(old ? "yum" : "dnf");
}
