import { bareList } from "./bare-list.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { behindComments } from "./comments.ts";

/** One purl a line, `#` before a remark, as shell scripts produce it. Other lines are listed as not judged. */
const purlList: SbomFormat = {
  name: "list of purls",
  recognises: ({ json, start }) => json === undefined && /^pkg:/i.test(behindComments(start)),
  read({ name, bytes }) {
    return bareList("list of purls", name, (entries) => {
      let line = 0;
      for (let start = 0; start < bytes.length;) {
        line++;
        let end = bytes.indexOf(0x0a, start);
        if (end === -1) end = bytes.length;
        const text = bytes.toString("utf8", start, Math.min(end, start + 10_000)).trim();
        start = end + 1;
        if (text !== "" && !text.startsWith("#")) entries.add({ name: text, purl: text, where: `:${line}` });
      }
    });
  },
};
export default purlList;
