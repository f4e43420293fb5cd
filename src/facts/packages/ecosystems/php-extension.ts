import { isPartOfPhp } from "../../../data/php-extensions.ts";
import { isExecutable, readExecutable } from "../binary/executable.ts";
import { machineCode } from "../binary/machine-code.ts";
import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { isZendExtension, readModuleEntry } from "../php/extension.ts";
import { lastPart } from "../../../text/cut.ts";

/** Where PHP looks for extensions: `extensions/no-debug-non-zts-20240924/`, `php/20240924/` (Debian), `php84/modules/` (Alpine), `php/extensions/` (Bitnami). */
const places =
  /\/(?:(?:no-)?debug-(?:non-)?zts-\d{8}[^/]*|php(?:-zts)?[\d.]*\/(?:\d{8}|modules|extensions))\/[^/]+\.so$/;

/**
 * Extensions of PHP that no record names: compiled from a checkout, or copied from another stage without PEAR's registry. Each states its name and
 * version. Those that are part of PHP's own source are PHP's. That the others are PECL's packages of the same name is inferred.
 */
const phpExtension: Ecosystem = {
  name: "php-extension",
  type: "pear",
  unlessOwned: true,
  looksAt: { endings: [".so"] },
  wants: ({ path }) => places.test(path),
  recognises: isExecutable,
  leavesOut: machineCode,
  maxBytes: 512 * 1024 * 1024,
  read(file, body): PackageExtract | undefined {
    const executable = readExecutable(file, body);
    if (executable === undefined) return undefined;
    const entry = readModuleEntry(body, executable);
    if (entry === undefined) {
      if (!isZendExtension(body, executable)) return undefined;
      return {
        withoutVersion: [
          {
            name: lastPart(file.path),
            reason: "an extension of PHP's engine, which states its version to PHP alone",
          },
        ],
      };
    }
    const { name, version, api } = entry;
    if (isPartOfPhp(name, api)) return undefined;
    if (version === undefined)
      return { withoutVersion: [{ name, reason: "an extension of PHP whose module entry states no version" }] };
    const purlName = name.replaceAll(" ", "_");
    return {
      packages: [
        {
          name: `pecl.php.net/${purlName}`,
          version,
          namespace: "pecl.php.net",
          purlName,
          identity: {
            by: "binary",
            confidence: 0.8,
            evidence: [
              `its module entry says ${name} ${version}, for PHP's interface of ${api}`,
              "no registry of PEAR's names its package: it is taken for PECL's of this name",
            ],
          },
        },
      ],
    };
  },
};

export default phpExtension;
