import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { depsJsonPackages } from "../nuget/deps-json.ts";
import { parseJsonObject } from "../text/json.ts";

/** .NET packages that an application or a shared framework brings along, by its `NAME.deps.json`. */
const nuget: Ecosystem = {
  name: "nuget",
  type: "nuget",
  looksAt: { endings: [".json"] },
  wants: (file) => file.path.endsWith(".deps.json"),
  read(file, body): PackageExtract | undefined {
    const packages = depsJsonPackages(parseJsonObject(body.read(0, body.size)), file.path);
    return packages.length === 0 ? undefined : { packages };
  },
};

export default nuget;
