import { leftoversAmong } from "./leftovers.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/docs-and-locales",
  title: "Documentation and translations in the image",
  why:
    "Manuals, info pages and message catalogues are for people at a terminal; nothing at run time reads them. Debian's packages need none of them: `path-exclude` in /etc/dpkg/dpkg.cfg.d, as the slim variants have it, " +
    "keeps them out. Licenses may ask that /usr/share/doc/*/copyright stays.",
  severity: "info",
  needs: ["layers"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: { leftovers: [{ kind: "docs", path: "/usr/share/doc", bytes: 38000000, files: 1900, layer: 3 }] },
      },
      good: { image: { leftovers: [] } },
    },
  ],
  *check({ layers }) {
    yield* leftoversAmong(layers, {
      kinds: ["docs", "locale"],
      what: "documentation and translations",
      from: 5_000_000,
    });
  },
});
