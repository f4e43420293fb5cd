import type { Tmpfs } from "../../domain/profile.ts";
import { byteSize } from "./bytes.ts";

/**
 * `path:rw,noexec,...` as `docker run --tmpfs` and compose's short `tmpfs:` take it. Only this form keeps owner and
 * flags: `--mount type=tmpfs` and compose's long form know size and mode alone.
 */
export function tmpfsOptions({ path, mode, uid, gid, sizeBytes, exec }: Tmpfs): string {
  return `${path}:rw,${exec === true ? "exec" : "noexec"},nosuid,nodev,size=${byteSize(sizeBytes)},mode=${mode},uid=${uid},gid=${gid}`;
}
