import type { PackageInfo } from "../../domain/image/image-info.ts";
import { readQualifier } from "../../formats/purl/qualifiers.ts";

/** A source package in trivy's parts: `Epoch:Version-Release`. */
export interface TrivySource {
  readonly name: string;
  readonly epoch: string;
  readonly version: string;
  /** Empty: none, or part of the version, as in apk. */
  readonly release: string;
}

/** The source package for trivy's lookup; undefined for packages outside of a distribution. */
export function trivySource({ purl, source }: Pick<PackageInfo, "purl" | "source">): TrivySource | undefined {
  const type = /^pkg:(deb|apk|rpm)\//.exec(purl)?.[1];
  if (type === undefined || source === undefined || source.name === "") return undefined;
  const { name } = source;
  if (type === "apk") return { name, epoch: "", version: source.version, release: "" };
  const [, writtenEpoch = "", upstreamVersion = ""] = /^(?:(\d+):)?(.*)$/s.exec(source.version) ?? [];
  const epoch = type === "rpm" && writtenEpoch === "" ? (readQualifier(purl, "epoch") ?? "") : writtenEpoch;
  const dash = upstreamVersion.lastIndexOf("-");
  const [version, release] =
    dash === -1 ? [upstreamVersion, ""] : [upstreamVersion.slice(0, dash), upstreamVersion.slice(dash + 1)];
  return { name, epoch: epoch === "0" ? "" : epoch, version, release };
}
