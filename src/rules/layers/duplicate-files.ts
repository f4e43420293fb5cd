import type { Evidence } from "../../domain/finding/finding.ts";
import { amount, firstOf, mostListed, plural } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const leastBytes = 5_000_000;
/** A small image is judged by its share. */
const leastShare = 0.05;
const noise = 500_000;

export default defineRule({
  id: "layers/duplicate-files",
  title: "Files with equal content under several names",
  why:
    "The same bytes are stored, sent and scanned once for each name: a library that is bundled and installed, a `node_modules` that was copied twice, an archive beside what it was unpacked to. " +
    "Keep one of them, or make the others hard or symbolic links. Deleting one in a later layer frees nothing.",
  severity: "info",
  needs: ["layers"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          sizeBytes: 120_000_000,
          waste: {
            bytes: 0,
            paths: [],
            efficiency: 1,
            duplicates: [
              { bytes: 14_000_000, paths: ["/app/model.bin", "/srv/app/model.bin"], wastedBytes: 14_000_000 },
            ],
          },
        },
      },
      good: {
        image: {
          sizeBytes: 120_000_000,
          waste: {
            bytes: 0,
            paths: [],
            efficiency: 1,
            duplicates: [{ bytes: 12_000, paths: ["/usr/share/a", "/usr/share/b"], wastedBytes: 12_000 }],
          },
        },
      },
    },
  ],
  *check({ layers }) {
    const { duplicates } = layers.waste;
    if (duplicates === undefined) return "the contents of the files were not compared";
    const bytes = duplicates.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0);
    if (bytes < noise || (bytes < leastBytes && bytes < layers.sizeBytes * leastShare)) return;
    const largest = duplicates.toSorted(
      (a, b) => b.wastedBytes - a.wastedBytes || ((a.paths[0] ?? "") < (b.paths[0] ?? "") ? -1 : 1),
    );
    const [first, ...others] = largest.slice(0, mostListed).map(({ paths, bytes: size, wastedBytes }): Evidence => ({
      kind: "setting",
      pointer: firstOf(paths, 3),
      value: `${paths.length} times ${amount(size)}, ${amount(wastedBytes)} too many`,
    }));
    if (first === undefined) return;
    yield {
      message: `${amount(bytes)} are stored more than once, in ${plural(duplicates.length, "group")} of equal files; the largest is ${firstOf(largest[0]?.paths ?? [], 3)}`,
      at: { setting: "waste.duplicates" },
      evidence: [first, ...others],
    };
  },
});
