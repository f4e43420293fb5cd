import { isImageName } from "../../domain/image/image-name.ts";
import type { Target } from "../../domain/report/report.ts";
import { placeOfTarget } from "../../reports/content/finding-place.ts";
import type { EarlierReport } from "./earlier-report.ts";

/**
 * The baseline of an SBOM under the SBOM's current name. Earlier versions named SBOMs by the path of the archive or folder, so
 * an older baseline may have another name for the same image. A baseline of another image stays as it is.
 */
export function renameSbom<T extends EarlierReport>(earlier: T, targets: readonly Target[]): T {
  const [past, ...others] = earlier.targets;
  const [current, ...more] = targets;
  if (past?.kind !== "sbom" || current?.kind !== "sbom" || others.length > 0 || more.length > 0) return earlier;
  const [from, to] = [placeOfTarget(past), placeOfTarget(current)];
  if (from === to || !isFormerName(past, current)) return earlier;
  const renamed = (text: string): string => {
    const at = text.indexOf(`${from} `);
    return at === -1 ? text : `${text.slice(0, at)}${to}${text.slice(at + from.length)}`;
  };
  return {
    ...earlier,
    findings: earlier.findings.map((finding) =>
      finding.inText ? finding : { ...finding, place: renamed(finding.place) },
    ),
    vulnerabilities: earlier.vulnerabilities.map((vulnerability) => ({
      ...vulnerability,
      place: renamed(vulnerability.place),
      names: vulnerability.names.map(renamed),
    })),
  };
}

/** A path does not name an image, so the caller's choice of baseline counts. A possible image name has to match in more. */
function isFormerName(past: Target, current: Target): boolean {
  const path = past.name.replaceAll("\\", "/");
  const last = path.slice(path.lastIndexOf("/") + 1);
  const isPath = /^(?:[/~.]|[A-Za-z]:\/)/.test(path) || last.endsWith(".tar");
  if (isPath) return last === current.name || (isImageName(current.name) && current.name.includes(":"));
  return past.id === current.id && !last.includes(":") && !path.includes("@");
}
