import type { Leftover } from "../facts/later/leftover.ts";

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

export function pipDownloadsIn(homes: readonly string[]): Leftover {
  return { name: "pip cache", paths: homes.map((home) => `${home}/.cache/pip`), kind: "downloads", managers: ["pip"] };
}
