import { entryBook } from "./entries.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { systemBook } from "./system.ts";
import { behindComments } from "./comments.ts";

/** One purl a line, `#` before a remark: what a shell puts together. Other lines are listed as not judged. */
const purlList: SbomFormat = {
  name: "list of purls",
  recognises: ({ json, start }) => json === undefined && /^pkg:/i.test(behindComments(start)),
  read({ name, bytes }) {
    const systems = systemBook();
    const entries = entryBook(name, systems);
    let line = 0;
    for (let start = 0; start < bytes.length;) {
      line++;
      let end = bytes.indexOf(0x0a, start);
      if (end === -1) end = bytes.length;
      const text = bytes.toString("utf8", start, Math.min(end, start + 10_000)).trim();
      start = end + 1;
      if (text !== "" && !text.startsWith("#")) entries.add({ name: text, purl: text, where: `:${line}` });
    }
    const { os, notes } = systems.finish();
    const judged = entries.finish();
    return {
      format: "list of purls",
      tools: [],
      os,
      packages: judged.packages,
      notJudged: judged.notJudged,
      notes: [...notes, ...judged.notes],
      statements: [],
      refs: new Map(),
    };
  },
};
export default purlList;
