import type { GoModules } from "./modules.ts";

/**
 * Version of the main module. Before 1.24, Go writes `(devel)` for builds from a checkout; then the value that the build set
 * with `-ldflags "-X main.version=1.2.3"` counts, else a pseudo-version of the commit as Go 1.24 writes it itself (Go Modules
 * Reference, "Pseudo-versions": no tag known, so `v0.0.0`). `(devel)` when nothing is known.
 */
export function mainVersion({ main, settings }: GoModules): string {
  if (main === undefined) return "";
  if (main.version !== "" && main.version !== "(devel)") return main.version;
  return setVersion(settings.get("-ldflags") ?? "", main.path) ?? commitVersion(settings) ?? "(devel)";
}

const version = /^v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$/;

/** The value of a variable whose name says that it is the program's version; `main`'s before another package's. */
function setVersion(ldflags: string, modulePath: string): string | undefined {
  const candidates: { variable: string; value: string }[] = [];
  // `-X 'path.name=value'`, `-X=path.name=value`, `"-X path.name=value"`; cmd/link documents it.
  for (const [, , variable, value] of ldflags.matchAll(/-X[ =]+(["']?)([^\s"'=]+)=([^\s"']+)/g)) {
    const semantic = version.exec(value ?? "")?.[1];
    const name = variable?.slice(variable.lastIndexOf(".") + 1) ?? "";
    if (
      variable === undefined ||
      semantic === undefined ||
      !/^(?:app|build|git|program|release)?_?version$/i.test(name)
    ) {
      continue;
    }
    // Versions of other modules are set like this as well (`k8s.io/client-go/pkg/version.gitVersion`).
    if (variable.startsWith("main.") || variable.startsWith(modulePath))
      candidates.push({ variable, value: `v${semantic}` });
  }
  return (candidates.find(({ variable }) => variable.startsWith("main.")) ?? candidates[0])?.value;
}

function commitVersion(settings: ReadonlyMap<string, string>): string | undefined {
  const revision = /^[0-9a-f]{12}/.exec(settings.get("vcs.revision") ?? "")?.[0];
  const time = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/.exec(settings.get("vcs.time") ?? "");
  if (revision === undefined || time === null) return undefined;
  return `v0.0.0-${time.slice(1).join("")}-${revision}${settings.get("vcs.modified") === "true" ? "+dirty" : ""}`;
}
