import type { Ecosystem } from "../ecosystem.ts";
import { readJar } from "../maven/read-jar.ts";

/**
 * Java archives and the archives that they hold: coordinates that Maven left in them, or what manifest and file name say.
 * A package inside a nested archive says where (`within`).
 */
const maven: Ecosystem = {
  name: "maven",
  type: "maven",
  looksAt: { endings: [".jar", ".war", ".ear", ".par", ".sar", ".hpi", ".jpi", ".nar", ".kar"] },
  // A part of the JDK, which its `release` file mentions.
  wants: ({ path }) => !path.endsWith("/lib/jrt-fs.jar"),
  // `PK`, or the `#!` of an executable jar that begins with a script.
  recognises: ([first, second]) => (first === 0x50 && second === 0x4b) || (first === 0x23 && second === 0x21),
  // The directory and a few entries are read, whatever the archive's size.
  maxBytes: 2 * 1024 * 1024 * 1024,
  read: (file, body) => readJar(file.path.slice(file.path.lastIndexOf("/") + 1), body),
};
export default maven;
