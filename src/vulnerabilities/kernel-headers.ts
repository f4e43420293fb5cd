import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { isKernelHeaders } from "./matching/owned.ts";

/** A changelog of the kernel names hundreds of vulnerabilities, and its headers have none of its code: set aside, as those of advisories are. */
export function setAsideHeaders(flaw: Vulnerability): Vulnerability {
  const { name, purl, installed: version, layer, path } = flaw;
  if (flaw.suppressed !== undefined || !isKernelHeaders({ name, purl, version, layer, path })) return flaw;
  const reason = "only the kernel's headers are installed, none of its code: the kernel that runs is the host's";
  return { ...flaw, suppressed: { by: "vendor", reason, where: name } };
}
