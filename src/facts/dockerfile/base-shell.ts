import type { BaseReference, DockerfileFact, Stage } from "./dockerfile.ts";
import { parentOf } from "./stage-tree.ts";

/** The image at the root of a stage's parents. */
export function imageBelow(dockerfile: DockerfileFact, stage: Stage): BaseReference | undefined {
  let currentStage: Stage | undefined = stage;
  while (currentStage?.base.kind === "stage") currentStage = parentOf(dockerfile, currentStage);
  return currentStage?.base;
}

/** Its `/bin/sh`, `wget` and the like are BusyBox's: Alpine, BusyBox, official images built on one of them, and variants that say so. */
export function isBusybox(base: BaseReference | undefined): boolean {
  if (base?.kind !== "image") return false;
  return (
    /(^|\/)(alpine|busybox)$|^(docker\.io\/)?(library\/)?(bash|caddy|composer|docker|registry|traefik)$/.test(
      base.name ?? "",
    ) || /(^|-)(alpine|busybox)[\d.]*(-|$)/.test(base.tag ?? "")
  );
}

const bashNames =
  /(^|\/)(rockylinux|almalinux|fedora|fedora-minimal|centos|oraclelinux|amazonlinux|amazoncorretto|opensuse|archlinux)(\/|$)|(^|\/)(redhat|lambda|suse|bci)\/|(^|\/)ubi\d+(-|\/|$)/;
const bashTags = /(^|-)(al20\d\d|amazonlinux|almalinux|centos|fedora|oraclelinux|rockylinux|ubi)/;

/** Its `/bin/sh` is bash: the distributions with RPM, and Arch Linux. */
export function isBashBase(base: BaseReference | undefined): boolean {
  if (base?.kind !== "image" || isBusybox(base)) return false;
  return bashNames.test(base.name ?? "") || bashTags.test(base.tag ?? "");
}

/** Releases with a bash before 5.1, which has no process substitution as `sh`: Enterprise Linux 8, Amazon Linux 2, Leap 15. */
export function hasOldBash({ name = "", tag = "latest" }: BaseReference): boolean {
  return /(ubi|linux|centos|stream|:)([1-8]|15)(\D|$)|centos:latest$/.test(`${name}:${tag}`);
}
