import { newBudget } from "../archive/budget.ts";
import { entryText } from "../archive/entry-content.ts";
import { zipEntries } from "../archive/zip.ts";
import type { Ecosystem, FoundPackage } from "../ecosystem.ts";
import { normalName, pythonLicences, requirementsOf } from "../python/core-metadata.ts";
import { readHeaders } from "../text/headers.ts";
import { wordOf } from "../text/names.ts";

const metadata = /^(?:[^/]+\.dist-info\/METADATA|EGG-INFO\/PKG-INFO)$/;
const largestMetadata = 4 * 1024 * 1024;

/**
 * Python distributions in one file. A wheel (PyPA, "Binary distribution format") is something to install from: nothing says
 * that it is installed (`declared`). A zipped egg (setuptools, "The Internal Structure of Python Eggs") is imported as it lies.
 */
const pypiArchive: Ecosystem = {
  name: "pypi-archive",
  type: "pypi",
  looksAt: { endings: [".whl", ".egg"] },
  recognises: ([first, second]) => first === 0x50 && second === 0x4b,
  // The directory and one entry are read, whatever the archive's size.
  maxBytes: 2 * 1024 * 1024 * 1024,
  read({ path }, body) {
    const budget = newBudget();
    for (const entry of zipEntries(body, budget)) {
      if (!metadata.test(entry.name)) continue;
      const found = distribution(entryText(body, entry, largestMetadata, budget));
      return { packages: [path.endsWith(".whl") ? { ...found, declared: true } : found] };
    }
    return undefined;
  },
};
export default pypiArchive;

function distribution(text: string): FoundPackage {
  const headers = readHeaders(text);
  const name = wordOf(headers.get("name")?.[0]);
  const version = wordOf(headers.get("version")?.[0]);
  if (name === undefined || version === undefined) throw new Error("it has no Name or no Version");
  const purlName = normalName(name);
  const licences = pythonLicences(headers);
  const dependsOn = requirementsOf(headers);
  return {
    name,
    version,
    ...(purlName === name ? {} : { purlName, provides: [purlName] }),
    ...(licences === undefined ? {} : { licences }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  };
}
