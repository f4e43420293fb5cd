import { newBudget } from "../archive/budget.ts";
import { entryText } from "../archive/entry-content.ts";
import { zipEntries } from "../archive/zip.ts";
import type { Ecosystem } from "../ecosystem.ts";
import { distribution } from "../python/distribution.ts";

const metadata = /^(?:[^/]+\.dist-info\/METADATA|EGG-INFO\/PKG-INFO)$/;
const largestMetadata = 4 * 1024 * 1024;

/**
 * Python distributions in one file. A wheel (PyPA, "Binary distribution format") is an installation source: no file shows
 * that it is installed (`declared`). A zipped egg (setuptools, "The Internal Structure of Python Eggs") is imported without unpacking.
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
      const packageRecord = distribution(entryText(body, entry, largestMetadata, budget));
      return { packages: [path.endsWith(".whl") ? { ...packageRecord, declared: true } : packageRecord] };
    }
    return undefined;
  },
};
export default pypiArchive;
