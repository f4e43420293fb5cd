import type { Located, DeviceSpec } from "../../domain/container/container-spec.ts";
import { colonParts } from "./colon-parts.ts";
import type { FlagReader } from "./flag-reader.ts";

/** Devices of a run line, including those of `--gpus`. */
export function devicesOf({ all }: FlagReader): readonly Located<DeviceSpec>[] {
  return [...all("device", deviceOf), ...all("gpus", gpusOf)];
}

/** `HOST[:CONTAINER[:PERMISSIONS]]`, and `/dev/x:rw` gives permissions; a CDI name such as `vendor.com/gpu=0` has no path. */
function deviceOf(text: string): DeviceSpec {
  const [source = "", ...more] = colonParts(text);
  const isMode = (part: string | undefined): boolean => /^[rwm]{1,3}$/.test(part ?? "");
  const path = more[0] !== undefined && !(more.length === 1 && isMode(more[0])) ? more[0] : source;
  const last = more.at(-1);
  return { source, path, permissions: last !== undefined && isMode(last) ? last : "rwm" };
}

/** `all`, a number, or `device=0`: a GPU request in one form. */
export function gpusOf(text: string): DeviceSpec {
  return { source: `gpus=${text}`, path: "", permissions: "rwm" };
}
