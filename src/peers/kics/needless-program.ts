import { andParts } from "../shared/and-parts.ts";
import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

const known = /\b(ps|shutdown|service|free|top|kill|mount|ifconfig|nano|vim)\b/;
const called = new RegExp(`${known.source} `);

/** It reads text: a name followed by a blank, or alone, in a part that installs nothing. */
export default dockerfilePeer({
  rules: ["build/needless-program"],
  ids: ["kics/run_utilities_and_posix_commands"],
  reports({ dockerfile, instruction }) {
    if (instruction.onbuild) return false;
    const values = valuesRead(dockerfile, instruction);
    if (values.length > 1)
      return !values.some((value) => value.includes("install")) && values.some((value) => known.test(value));
    return andParts(values[0] ?? "").some(
      (part) => !part.includes("install") && (called.test(part) || part.replace(known, "") === ""),
    );
  },
});
