import { andParts } from "../shared/and-parts.ts";
import { textCall } from "../shared/text-calls.ts";
import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It searches each part between `&&`, or the words of an exec form, for the option, and names a RUN once. */
export default dockerfilePeer({
  rules: ["cleanup/pip-cache"],
  ids: ["kics/pip_install_keeping_cached_packages"],
  reports({ dockerfile, instruction, about }) {
    const { onbuild, json } = instruction;
    if (onbuild || about.firstInRun !== true) return false;
    if (json !== undefined && json.length > 1) {
      return (
        /^pip3?$/.test(json.find((word) => /^pip3?$/.test(word)) ?? "") &&
        !json.some((word) => word.includes("--no-cache-dir"))
      );
    }
    return andParts(textRead(dockerfile, instruction)).some(
      (part) => textCall(part, "pip install") !== undefined && !part.includes("--no-cache-dir"),
    );
  },
});
