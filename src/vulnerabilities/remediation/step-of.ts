import type { RemedyKind } from "../../domain/advisory/remedy.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { holderOf, systemTypes, toolChainOf } from "../../facts/managers/remedies.ts";
import type { BaseLayers } from "./base-layers.ts";
import { purlType } from "./purl-type.ts";

/** The step that a vulnerability's remedy belongs to. Vulnerabilities of one key are fixed together. */
export interface RemediationStep {
  readonly kind: RemedyKind;
  readonly key: string;
  /** Type of the purl: `deb`, `npm`. */
  readonly type: string;
}

export function stepOf(vulnerability: Vulnerability, base: BaseLayers | undefined): RemediationStep {
  const { purl, name, status, layer } = vulnerability;
  const type = purlType(purl);
  const step = (kind: RemedyKind, key: string): RemediationStep => ({ kind, key: `${kind} ${key}`, type });
  if (status !== "fixed" || vulnerability.fixedIn === undefined)
    return step("none", status === "fixed" ? "affected" : status);
  const isProgram = type === "generic" || type === "bitnami";
  if (base !== undefined && layer < base.count && !(isProgram && base.guessed === true)) return step("rebuild", "");
  if (systemTypes.has(type)) return step("upgrade", type);
  if (isProgram || toolChainOf(type, name) !== undefined) return step("runtime", `${type} ${name}`);
  return step("dependency", `${type} ${name} ${holderOf(vulnerability.path)?.name ?? ""}`);
}
