import { dirname, join } from "node:path";
import type { Report } from "../../domain/report/report.ts";
import { seccompText } from "../../emit/seccomp.ts";
import { seccompFile } from "../../emit/text/restriction-flags.ts";

/** What lies beside a profile at `file`, because the engines' commands read it from a file of its own. */
export function besideProfile({ proof }: Report, file: string): { readonly path: string; readonly text: string }[] {
  const seccomp = proof?.profile.seccomp;
  return seccomp === undefined ? [] : [{ path: join(dirname(file), seccompFile), text: seccompText(seccomp) }];
}
