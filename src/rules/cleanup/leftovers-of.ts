import type { Leftover } from "../../facts/later/leftover.ts";
import { cacheUsers } from "../../facts/managers/rpm/rpm-caches.ts";

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

/** Of dnf, yum, microdnf, tdnf or zypper. */
export function rpmDownloads(manager: string, paths: readonly string[]): Leftover {
  return { name: `${manager} cache`, paths, kind: "downloads", managers: cacheUsers(manager) };
}

const pip = { name: "pip cache", kind: "downloads", managers: ["pip"] } as const;
const ofRoot: Leftover = { ...pip, paths: ["/root/.cache/pip"] };
// One for all other users: each leftover costs a walk through the file.
const ofAnyone: Leftover = { ...pip, paths: ["/root/.cache/pip", "/.cache/pip", "/home"] };

export function pipDownloadsIn(homes: readonly string[]): Leftover {
  return homes.every((home) => home === "/root") ? ofRoot : ofAnyone;
}
