import { isExecutable, readExecutable } from "../binary/executable.ts";
import { machineCode } from "../binary/machine-code.ts";
import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { bundledList } from "../nuget/bundle.ts";
import { depsJsonPackages } from "../nuget/deps-json.ts";
import { parseJsonObject } from "../text/json.ts";

/** .NET applications that were published as a single file, which holds their assemblies and the list of their packages. */
const nugetBundle: Ecosystem = {
  name: "nuget-bundle",
  type: "nuget",
  looksAt: { executablesFrom: 64 * 1024, endings: [".exe"] },
  recognises: isExecutable,
  leavesOut: machineCode,
  // Only headers, the data and the list are read.
  maxBytes: 2 * 1024 * 1024 * 1024,
  read(file, body): PackageExtract | undefined {
    const executable = readExecutable(file, body);
    const list = executable === undefined ? undefined : bundledList(executable, body);
    if (list === undefined) return undefined;
    if (list === "none")
      return {
        unread: [{ within: "", reason: "it is a .NET application in one file, without a list of its packages" }],
      };
    // Their files are in this file, not in the image.
    const packages = depsJsonPackages(parseJsonObject(list.bytes), file.path).map(({ name, version, dependsOn }) => ({
      name,
      version,
      ...(dependsOn !== undefined && { dependsOn }),
    }));
    return packages.length === 0 ? undefined : { packages };
  },
};
export default nugetBundle;
