import type { Volume } from "../../domain/workload/workload.ts";

/** As `--volume` and Compose's short form take it: a path of the host begins with a dot or a slash. */
export function volumeText({ name, path, from, readOnly }: Volume): string {
  const source = from === undefined ? name : /^[./~]/.test(from) ? from : `./${from}`;
  return `${source}:${path}${readOnly === true ? ":ro" : ""}`;
}
