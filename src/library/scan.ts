import { Failure } from "../domain/failure.ts";
import type { Report } from "../domain/report/report.ts";
import { dataHome, searchFrom } from "../pipeline/host/homes.ts";
import { contextOf, refuseRemote } from "./library-context.ts";
import type { Options } from "./options.ts";

export interface ScanOptions extends Options {
  /** The platform in a multi-platform image: `linux/arm64`. Default: this machine's. */
  readonly platform?: string;
  /** Folder of the advisory store. Default: that of the command line (`HULLPROOF_DATA`), where `hullproof advisories update` stores it. */
  readonly advisories?: string;
  /** ISO date: later statements are ignored. */
  readonly asOf?: string;
  /** VEX documents; later ones win. */
  readonly vex?: readonly string[];
  /** Only vulnerabilities with a fix. */
  readonly fixable?: boolean;
}

/** Known vulnerabilities of an archive, an OCI layout, a root file system or an SBOM, and their fixes. Downloads nothing. */
export async function scan(target: string, options: ScanOptions = {}): Promise<Report> {
  const { platform, advisories, asOf, vex = [], fixable = false } = options;
  const base = contextOf(options);
  const store = dataHome(searchFrom({ cwd: base.cwd, env: process.env }, [target]));
  const context = { ...base, ...(store !== undefined && { advisoriesFolder: store }) };
  const pipeline = await import("../pipeline/verbs/scan/scan.ts");
  const request = { platform, updates: "none", vex, withUpdate: false, advisories, asOf, fixable } as const;
  return pipeline.scan(refuseRemote(notStdin(target)), { ...request, inUse: false, stdin: noStdin }, context);
}

const noStdin = (): Promise<string> => Promise.reject(new Error("the library reads no standard input"));

function notStdin(target: string): string {
  if (target !== "-") return target;
  throw new Failure("bad-usage", "the library reads no standard input", { hint: "Name the file of the SBOM." });
}
