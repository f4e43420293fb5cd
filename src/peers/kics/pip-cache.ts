import { bodyText } from "../../facts/dockerfile/body-text.ts";
import { andParts } from "../../facts/dockerfile/run-commands.ts";
import { textCall } from "../../facts/managers/text-calls.ts";
import { dockerfilePeer } from "../peer.ts";

/** It searches each part between `&&`, or the words of an exec form, for the option, and names a RUN once. */
export default dockerfilePeer({
  rules: ["cleanup/pip-cache"],
  ids: ["kics/pip_install_keeping_cached_packages"],
  reports({ dockerfile, instruction, about }) {
    const { onbuild, heredocs, json } = instruction;
    if (onbuild || heredocs.length > 0 || about.firstInRun !== true) return false;
    if (json !== undefined && json.length > 1) {
      return (
        /^pip3?$/.test(json.find((word) => /^pip3?$/.test(word)) ?? "") &&
        !json.some((word) => word.includes("--no-cache-dir"))
      );
    }
    return andParts(bodyText(dockerfile, instruction)).some(
      (part) => textCall(part, "pip install") !== undefined && !part.includes("--no-cache-dir"),
    );
  },
});
