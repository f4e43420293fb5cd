import { ownValue } from "../../domain/own-value.ts";

/**
 * Ids of the SPDX license list (https://spdx.org/licenses/) that packages of common images declare, besides the GNU
 * ones. The list has over 800 ids and grows; an id that is missing here is printed as a name, which every reader
 * accepts, while a reader rejects a document with an id that its own list lacks.
 */
const ids = `
  0BSD AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 Artistic-1.0 Artistic-1.0-Perl Artistic-2.0 Beerware BlueOak-1.0.0
  BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-4-Clause BSD-4-Clause-UC
  BSL-1.0 BUSL-1.1 bzip2-1.0.6 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 CECILL-2.1 CPL-1.0 curl
  ECL-2.0 Elastic-2.0 EPL-1.0 EPL-2.0 EUPL-1.2 FSFAP FSFUL FSFULLR FTL HPND ICU IJG ImageMagick ISC JSON Latex2e Libpng libtiff
  LPPL-1.3c MIT MIT-0 MIT-CMU MPL-1.0 MPL-1.1 MPL-2.0 MS-PL MulanPSL-2.0 NCSA NTP ODC-By-1.0 OFL-1.1 OLDAP-2.8 OpenSSL OSL-3.0
  PHP-3.0 PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 Qhull Ruby SAX-PD SGI-B-2.0 Sleepycat SSPL-1.0 SunPro TCL Unicode-3.0
  Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Xnet Zend-2.0 Zlib zlib-acknowledgement ZPL-2.1
`;

/** Other spellings of the same license: DEP-5 short names, Fedora's names before 2022, trove classifiers, npm and gem habits. */
const spellings: Readonly<Record<string, string>> = {
  "academic free license 2.1": "AFL-2.1",
  "apache 2": "Apache-2.0",
  "apache 2.0": "Apache-2.0",
  "apache license 2.0": "Apache-2.0",
  "apache license, version 2.0": "Apache-2.0",
  "apache-2": "Apache-2.0",
  "asl 2.0": "Apache-2.0",
  "boost software license 1.0": "BSL-1.0",
  boost: "BSL-1.0",
  "bsd-2": "BSD-2-Clause",
  "bsd-3": "BSD-3-Clause",
  "bsd-4": "BSD-4-Clause",
  cc0: "CC0-1.0",
  expat: "MIT",
  "isc license": "ISC",
  "mit license": "MIT",
  "mozilla public license 2.0": "MPL-2.0",
  mplv2: "MPL-2.0",
  "mplv2.0": "MPL-2.0",
  "openldap-2.8": "OLDAP-2.8",
  "the mit license": "MIT",
  "the unlicense": "Unlicense",
};

/** Exceptions of the SPDX list, by their id in lower case and by DEP-5's words. */
const exceptions: Readonly<Record<string, string>> = Object.fromEntries([
  ...[
    "Autoconf-exception-2.0",
    "Autoconf-exception-3.0",
    "Bison-exception-2.2",
    "Classpath-exception-2.0",
    "Font-exception-2.0",
    "GCC-exception-2.0",
    "GCC-exception-3.1",
    "Libtool-exception",
    "Linux-syscall-note",
    "LLVM-exception",
    "OpenJDK-assembly-exception-1.0",
    "Swift-exception",
    "Texinfo-exception",
  ].map((id) => [id.toLowerCase(), id] as const),
  ["libtool exception", "Libtool-exception"],
  ["linux-syscall-note exception", "Linux-syscall-note"],
  ["llvm exception", "LLVM-exception"],
  ["texinfo exception", "Texinfo-exception"],
]);

const licenseIds = new Set(ids.trim().split(/\s+/));
const idOf = new Map(Array.from(licenseIds, (id) => [id.toLowerCase(), id]));

/** Versions of the GNU licenses that the SPDX list has, by family. */
const gnu: Readonly<Record<string, readonly string[]>> = {
  AGPL: ["1.0", "3.0"],
  GFDL: ["1.1", "1.2", "1.3"],
  GPL: ["1.0", "2.0", "3.0"],
  LGPL: ["2.0", "2.1", "3.0"],
};

/**
 * The SPDX id of a license name in package data, or undefined if the name is unknown or ambiguous (`BSD`, `GPL`). The
 * ids `GPL-2.0` and `GPL-2.0+` are deprecated (SPDX License List 3.0); their replacements are returned.
 */
export function licenseId(name: string): string | undefined {
  if (licenseIds.has(name)) return name;
  const key = name.trim().replaceAll(/\s+/g, " ").toLowerCase();
  if (key.length > 60) return undefined;
  return idOf.get(key) ?? ownValue(spellings, key) ?? gnuId(key);
}

/** `gpl-2+`, `gplv3`, `lgpl-2.1-or-later`, `gfdl-1.3+` */
function gnuId(key: string): string | undefined {
  const [, family, number, suffix] = /^(agpl|gfdl|gpl|lgpl)-?v?(\d(?:\.\d)?)(\+|-or-later|-only)?$/.exec(key) ?? [];
  if (family === undefined || number === undefined) return undefined;
  const version = number.includes(".") ? number : `${number}.0`;
  const name = family.toUpperCase();
  if (ownValue(gnu, name)?.includes(version) !== true) return undefined;
  return `${name}-${version}-${suffix === "+" || suffix === "-or-later" ? "or-later" : "only"}`;
}

export function exceptionId(words: string): string | undefined {
  const key = words.trim().replaceAll(/\s+/g, " ").toLowerCase();
  return ownValue(exceptions, key);
}

/** All ids that this module can return, for the test that compares them with the official list. */
export const producedIds: readonly string[] = [
  ...idOf.values(),
  ...Object.values(spellings),
  ...Object.entries(gnu).flatMap(([name, versions]) =>
    versions.flatMap((version) => [`${name}-${version}-only`, `${name}-${version}-or-later`]),
  ),
  ...Object.values(exceptions),
];
