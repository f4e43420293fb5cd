import type { Leftover } from "../../facts/later/leftover.ts";

export const aptLists: Leftover = {
  name: "apt lists",
  paths: ["/var/lib/apt/lists"],
  kind: "index",
  managers: ["apt", "apt-get", "aptitude"],
};

export const apkIndex: Leftover = {
  name: "apk index",
  paths: ["/var/cache/apk", "/etc/apk/cache"],
  kind: "index",
  managers: ["apk"],
};

/** Of dnf, yum, microdnf, tdnf or zypper; yum and dnf are one program since Enterprise Linux 8. */
export function rpmDownloads(manager: string, paths: readonly string[]): Leftover {
  const managers = manager === "dnf" || manager === "yum" ? ["dnf", "yum"] : [manager];
  return { name: `${manager} cache`, paths, kind: "downloads", managers };
}

const pip = { name: "pip cache", kind: "downloads", managers: ["pip"] } as const;
const ofRoot: Leftover = { ...pip, paths: ["/root/.cache/pip"] };
// One for all other users: each leftover costs a walk through the file.
const ofAnyone: Leftover = { ...pip, paths: ["/root/.cache/pip", "/.cache/pip", "/home"] };

export function pipDownloadsIn(homes: readonly string[]): Leftover {
  return homes.every((home) => home === "/root") ? ofRoot : ofAnyone;
}
