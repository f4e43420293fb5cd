import { isRemote } from "../add-sources.ts";
import { copyPaths } from "../copy-paths.ts";
import { ofKeyword } from "../by-keyword.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "layers/add-remote",
  title: "Download in a layer of its own",
  why:
    "ADD of a URL keeps the file in its layer for ever, readable for root alone (mode 600) and still packed: unpacking and deleting it later only adds to that. " +
    "Fetch, check, unpack and delete it in one RUN; where the file itself is wanted, `ADD --checksum=sha256:...` at least says which one.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [
    "kics/curl_or_wget_instead_of_add",
    "kics/add_instead_of_copy",
    "checkov/CKV_DOCKER_4",
    "dockle/CIS-DI-0009",
    "cis-docker/4.9",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nADD https://example.com/tool.zip /tmp/\nRUN unzip /tmp/tool.zip -d /opt && rm /tmp/tool.zip\n",
      good: `FROM debian:trixie-slim\nADD --checksum=sha256:${"4c".repeat(32)} https://example.com/tool /usr/local/bin/\n`,
    },
  ],
  *check({ dockerfile }) {
    for (const { instruction } of ofKeyword(dockerfile, "ADD")) {
      const { flags, words } = instruction;
      if (flags.some(({ name }) => name === "checksum")) continue;
      const urls = copyPaths(instruction)?.sources.filter(({ text }) => isRemote(text)) ?? [];
      const [first] = urls;
      // A git repository is what ADD is for.
      if (first === undefined || !/^(https?|ftp):/i.test(first.text) || /\.git(#.*)?$/.test(first.text)) continue;
      const line = words.map(({ text }) => text).join(" ");
      // With a local source beside it, build/add-instead-of-copy names these.
      const alone = urls.length === words.length - 1;
      yield {
        message: `ADD stores ${first.text} in a layer of its own, where nothing after it can take it out`,
        at: first.span,
        evidence: [
          quote(dockerfile, instruction.span),
          reference("a remote file gets mode 600 and is not unpacked", "Dockerfile reference, ADD"),
        ],
        also: [
          ...(/^https?:/.test(first.text) ? ["kics/curl_or_wget_instead_of_add"] : []),
          ...(alone && !line.includes(".tar") ? ["kics/add_instead_of_copy"] : []),
          ...(alone ? ["checkov/CKV_DOCKER_4", "dockle/CIS-DI-0009", "cis-docker/4.9"] : []),
        ],
      };
    }
  },
});
