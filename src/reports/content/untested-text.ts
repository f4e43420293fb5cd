import type { Profile } from "../../domain/profile/profile.ts";
import type { BrokenTool } from "../../domain/profile/broken-tool.ts";
import type { Growing, Untested } from "../../domain/profile/untested.ts";
import { listText } from "./units.ts";

/** `port 53/udp: exposed by the image, and no step reached it` */
export function untestedText({ what, why }: Untested): string {
  return `${what}: ${why}`;
}

/** `/var/log/app.log grows by 120 bytes in each pass of 2 steps, so its tmpfs of 64 KiB is full after about 546 passes` */
export function growingText({ path, bytesPerPass, steps, roomBytes }: Growing): string {
  const passes = roomBytes === undefined ? 0 : Math.floor(roomBytes / Math.max(1, bytesPerPass));
  const full =
    roomBytes === undefined
      ? ""
      : `, so its tmpfs of ${Math.round(roomBytes / 1024)} KiB is full after about ${passes} passes`;
  return `${path} grows by ${bytesPerPass} bytes in each pass of ${steps} step${steps === 1 ? "" : "s"}${full}`;
}

/** `redis-cli ping: exit code 1: Permission denied` */
export function brokenToolText({ command, problem }: BrokenTool): string {
  return `${command.join(" ")}: ${problem}`;
}

/** `works without --read-only` */
export function toolNeedsText({ needs }: BrokenTool): string {
  return needs === undefined ? "which restriction stops it is not known" : `works ${listText(needs)}`;
}

/** `/usr/bin/su: run without their setuid or setgid bits` */
export function setIdText(paths: readonly string[]): string {
  return `${listText(paths)}: no setuid or setgid under no-new-privileges`;
}

/** Remarks next to the verdict, for one `service` of several; empty if there are none. */
export function besideProof(
  { untested = [], growing = [], brokenTools = [] }: Pick<Profile, "untested" | "growing" | "brokenTools">,
  service?: string,
): string {
  const serviceSuffix = service === undefined ? "" : ` in ${service}`;
  const parts = [
    ...(untested.length === 0 ? [] : [`Not exercised${serviceSuffix}: ${listText(untested.map(({ what }) => what))}.`]),
    ...(growing.length === 0
      ? []
      : [`Unbounded growth${serviceSuffix}: ${listText(growing.map(({ path }) => path))}.`]),
    ...(brokenTools.length === 0
      ? []
      : [
          `Stops working by docker exec${serviceSuffix}: ${listText(brokenTools.map(({ command }) => command.join(" ")))}.`,
        ]),
  ];
  return parts.join(" ");
}
