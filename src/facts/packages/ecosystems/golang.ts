import { isExecutable, readExecutable } from "../binary/executable.ts";
import { machineCode } from "../binary/machine-code.ts";
import type { Ecosystem, FoundPackage } from "../ecosystem.ts";
import { readBuildInfo } from "../golang/build-info.ts";
import { mainVersion } from "../golang/main-version.ts";
import type { GoModule } from "../golang/modules.ts";
import { parseModules } from "../golang/modules.ts";

/**
 * Go modules of the programs that Go built, and the standard library, as in `go version -m`. Packed programs (UPX) have
 * no list. The main module depends on all others: the list has no dependencies between them.
 */
const golang: Ecosystem = {
  name: "golang",
  type: "golang",
  looksAt: { executablesFrom: 64 * 1024, endings: [".so", ".exe"] },
  recognises: isExecutable,
  leavesOut: machineCode,
  // Only headers and one section are read, so size hardly matters.
  maxBytes: 2 * 1024 * 1024 * 1024,
  read(file, body) {
    const executable = readExecutable(file, body);
    const info = executable === undefined ? undefined : readBuildInfo(body, executable);
    if (info === undefined) return undefined;
    const modules = parseModules(info.modules);
    const dependencies = modules.dependencies.map(packageOf);
    // `go1.22.3 X:boringcrypto`, from 1.26 on `go1.26.8-X:jsonv2`, `devel go1.24-abcdef Tue Jan 2`: experiments are not part of the version.
    const release = /(?:^|\s)go(\d\S*)/.exec(info.goVersion)?.[1]?.replace(/-X:.*$/s, "");
    const standard = release === undefined ? [] : [{ name: "stdlib", version: release }];
    const libraries = [...standard, ...dependencies];
    if (modules.main === undefined) return { packages: libraries };
    const main = packageOf({ path: modules.main.path, version: mainVersion(modules) });
    return { packages: [{ ...main, dependsOn: [...new Set(libraries.map(({ name }) => name))] }, ...libraries] };
  },
};
export default golang;

/** The namespace is all of the path but its last part (purl-spec, golang). */
function packageOf({ path, version }: GoModule): FoundPackage {
  const slash = path.lastIndexOf("/");
  if (slash <= 0) return { name: path, version };
  return { name: path, version, namespace: path.slice(0, slash), purlName: path.slice(slash + 1) };
}
