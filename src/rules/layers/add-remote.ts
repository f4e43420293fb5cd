import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { copyPaths } from "../../facts/dockerfile/copy-paths.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

/** Files that must be unpacked or installed before use. */
const packed = /^https?:[^?#]*\.(zip|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|7z|deb|rpm|apk)$/i;

export default defineRule({
  id: "layers/add-remote",
  title: "Archive downloaded by ADD kept in its own layer",
  why:
    "ADD of a URL keeps the archive in its layer forever, still packed and readable for root alone (mode 600): unpacking and deleting it later only adds to that. " +
    "Fetch, check, unpack and delete it in one RUN; a tar archive can also be unpacked at once with `ADD --unpack`.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nADD https://example.com/tool.zip /tmp/\nRUN unzip /tmp/tool.zip -d /opt && rm /tmp/tool.zip\n",
      good: "FROM debian:trixie-slim\nRUN curl -fsSLo t.zip https://example.com/tool.zip && unzip t.zip -d /opt && rm t.zip\nADD https://example.com/tool /usr/bin/tool\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { instruction } of ofKeyword(dockerfile, "ADD")) {
      if (instruction.flags.some(({ name }) => name === "unpack")) continue;
      const first = copyPaths(instruction)?.sources.find(({ text }) => packed.test(text));
      if (first === undefined) continue;
      yield {
        message: `ADD stores ${first.text} in a layer of its own, where nothing after it can take it out`,
        at: first.span,
        evidence: [
          quote(dockerfile, instruction.span),
          reference("a remote file gets mode 600 and is not unpacked", "Dockerfile reference, ADD"),
        ],
      };
    }
  },
});
