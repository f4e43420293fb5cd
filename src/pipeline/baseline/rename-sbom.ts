import { isImageName } from "../../domain/image/image-name.ts";
import type { Target } from "../../domain/report/report.ts";
import { placeOfTarget } from "../../reports/content/finding-place.ts";
import type { Earlier } from "./earlier.ts";

/**
 * A baseline of an SBOM with its places under the name that the SBOM has today. SBOMs of hullproof were once called by the path of the archive or folder, so
 * that the same image has another name in a baseline of then. One of another image stays as it is.
 */
export function renameSbom<T extends Earlier>(earlier: T, targets: readonly Target[]): T {
  const [past, ...others] = earlier.targets;
  const [now, ...more] = targets;
  if (past?.kind !== "sbom" || now?.kind !== "sbom" || others.length > 0 || more.length > 0) return earlier;
  const [from, to] = [placeOfTarget(past), placeOfTarget(now)];
  if (from === to || !isFormerName(past, now)) return earlier;
  const renamed = (text: string): string => {
    const at = text.indexOf(`${from} `);
    return at === -1 ? text : `${text.slice(0, at)}${to}${text.slice(at + from.length)}`;
  };
  return {
    ...earlier,
    findings: earlier.findings.map((one) => (one.inText ? one : { ...one, place: renamed(one.place) })),
    vulnerabilities: earlier.vulnerabilities.map((one) => ({
      ...one,
      place: renamed(one.place),
      names: one.names.map(renamed),
    })),
  };
}

/** A path says nothing of the image, so that the caller's word for it counts. What may be an image's name has to agree in more. */
function isFormerName(past: Target, now: Target): boolean {
  const path = past.name.replaceAll("\\", "/");
  const last = path.slice(path.lastIndexOf("/") + 1);
  const isPath = /^(?:[/~.]|[A-Za-z]:\/)/.test(path) || last.endsWith(".tar");
  if (isPath) return last === now.name || (isImageName(now.name) && now.name.includes(":"));
  return past.id === now.id && !last.includes(":") && !path.includes("@");
}
