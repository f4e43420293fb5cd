import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { isKernelHeaders } from "./matching/owned.ts";

/** A changelog of the kernel names hundreds of vulnerabilities, and its headers have none of its code: set aside, as those of advisories are. */
export function setAsideHeaders(vulnerability: Vulnerability): Vulnerability {
  const { name, purl, installed: version, layer, path } = vulnerability;
  if (vulnerability.suppressed !== undefined || !isKernelHeaders({ name, purl, version, layer, path }))
    return vulnerability;
  const reason = "only the kernel's headers are installed, none of its code: the kernel that runs is the host's";
  return { ...vulnerability, suppressed: { by: "vendor", reason, where: name } };
}
