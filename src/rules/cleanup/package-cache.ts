import { leftoversAmong } from "./leftovers.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/package-cache",
  title: "Cache of a package manager left in the image",
  why:
    "apt, apk, pip, npm and yarn keep what they download to be faster the next time; in an image there is no next time. " +
    "Use apk add --no-cache, pip install --no-cache-dir, npm cache clean --force in the same RUN, or a cache mount. Official Debian images clean apt's cache by themselves, others do not: measured, 104 MB.",
  severity: "warning",
  needs: ["layers"],
  fix: "none",
  also: ["hadolint/DL3042", "hadolint/DL3019", "dockle/DKL-DI-0004"],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          leftovers: [
            { kind: "package-cache", path: "/root/.cache/pip", bytes: 18_200_000, files: 340, layer: 3 },
            { kind: "package-cache", path: "/root/.npm", bytes: 2_000_000, files: 120, layer: 4 },
          ],
        },
      },
      good: {
        image: {
          leftovers: [
            { kind: "package-cache", path: "/var/cache/debconf/templates.dat-old", bytes: 34_000, files: 1, layer: 1 },
          ],
        },
      },
    },
  ],
  *check({ layers }) {
    // debconf and dpkg keep copies of their state, which are no downloads.
    const leftovers = layers.leftovers.filter(({ path }) => !/^\/var\/(?:cache\/debconf|lib\/dpkg)\//.test(path));
    yield* leftoversAmong({ ...layers, leftovers }, { kinds: ["package-cache"], what: "download caches" });
  },
});
