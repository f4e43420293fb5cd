import type { RemedyKind } from "../../domain/advisory/remedy.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import type { BaseLayers } from "./base-layers.ts";

/** The step that a vulnerability's remedy belongs to. Vulnerabilities of one key are fixed together. */
export interface Step {
  readonly kind: RemedyKind;
  readonly key: string;
  /** Type of the purl: `deb`, `npm`. */
  readonly type: string;
}

const systemTypes = new Set(["deb", "apk", "rpm", "alpm"]);

export function purlType(purl: string): string {
  return /^pkg:([a-z0-9.+-]+)\//i.exec(purl)?.[1]?.toLowerCase() ?? "";
}

export function stepOf(vulnerability: Vulnerability, base: BaseLayers | undefined): Step {
  const { purl, name, status, layer } = vulnerability;
  const type = purlType(purl);
  const step = (kind: RemedyKind, key: string): Step => ({ kind, key: `${kind} ${key}`, type });
  if (status !== "fixed" || vulnerability.fixedIn === undefined)
    return step("none", status === "fixed" ? "affected" : status);
  const isProgram = type === "generic" || type === "bitnami";
  if (base !== undefined && layer < base.count && !(isProgram && base.guessed === true)) return step("rebuild", "");
  if (systemTypes.has(type)) return step("upgrade", type);
  if (isProgram || isGoItself(type, name)) return step("runtime", `${type} ${name}`);
  return step("dependency", `${type} ${name} ${holderOf(vulnerability) ?? ""}`);
}

/** The program that brought a library in a folder of its own: `npm` of `/usr/lib/node_modules/npm/node_modules/tar/package.json`. */
export function holderOf({ path }: Pick<Vulnerability, "path">): string | undefined {
  const mark = "/lib/node_modules/";
  const at = path.indexOf(mark);
  const behind = at === -1 ? "" : path.slice(at + mark.length);
  const name = /^((?:@[^/]+\/)?[^/]+)\//.exec(behind)?.[1];
  return name !== undefined && behind.includes("/node_modules/", name.length) ? name : undefined;
}

export function isGoItself(type: string, name: string): boolean {
  return type === "golang" && (name === "stdlib" || name === "toolchain");
}
