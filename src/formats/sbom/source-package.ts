import type { PurlParts } from "../purl/purl.ts";

export interface SourcePackage {
  readonly name: string;
  readonly version: string;
}

/** `bash-5.1.8-9.el9.src.rpm`: the last two dashes separate name and version. */
export function ofSourceRpm(file: string): SourcePackage | undefined {
  const match = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(file.slice(0, 1000));
  return match?.[1] === undefined || match[2] === undefined ? undefined : { name: match[1], version: match[2] };
}

/** Qualifier `upstream`: `glibc`, `glibc@2.36-9`, `bash-5.1.8-9.el9.src.rpm`. Without a version it is the package's own. */
export function ofUpstream({ type, qualifiers }: PurlParts, version: string): SourcePackage | undefined {
  const upstream = qualifiers.get("upstream") ?? "";
  if (upstream === "") return undefined;
  if (type === "rpm") return ofSourceRpm(upstream);
  const at = upstream.indexOf("@");
  return at < 1 ? { name: upstream, version } : { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
}

/** Epoch, version and release as a distribution writes them together; parts that are absent or zero epochs are left out. */
export function joinedVersion(version: string, release = "", epoch = ""): string {
  return `${epoch === "" || epoch === "0" ? "" : `${epoch}:`}${version}${release === "" ? "" : `-${release}`}`;
}
