import { dirname, join } from "node:path";
import type { Report } from "../../domain/report/report.ts";
import { seccompText } from "../../dialects/seccomp/emit/seccomp.ts";
import { seccompFile } from "../../dialects/text/seccomp-file.ts";

/** Files next to a profile at `file`, for engine commands that read a separate file. */
export function profileCompanions({ proof }: Report, file: string): { readonly path: string; readonly text: string }[] {
  const seccomp = proof?.profile.seccomp;
  return seccomp === undefined ? [] : [{ path: join(dirname(file), seccompFile), text: seccompText(seccomp) }];
}
