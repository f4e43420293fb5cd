import type { Fix } from "../../domain/finding/fix.ts";
import { locate } from "../../text/locate.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { flagsOf } from "../shared/run-line.ts";
import { secretOf } from "../shared/secret-values.ts";

export default defineRule({
  id: "secrets/in-env-flag",
  title: "Secret written into the run line",
  why:
    "A value after -e stands in the document, in the shell's history, in the process list while the command starts, and in docker inspect for as long as the container exists. " +
    "-e NAME alone takes it from the caller's environment; a file that is mounted shows it to no one else.",
  severity: "error",
  needs: ["runLines"],
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -e DB_HOST=db -e DB_PASSWORD=tr0ub4dor example/migrate:1.4\n",
      good: "docker run --rm -e DB_HOST=db -e DB_PASSWORD example/migrate:1.4\n",
    },
    {
      kind: "document",
      bad: "docker run --rm --env=API_TOKEN='9f8e7d6c' example/sync:2.0\n",
      good: 'docker run --rm --env=API_TOKEN="$API_TOKEN" -e DB_PASSWORD_FILE=/run/secrets/db example/sync:2.0\n',
    },
  ],
  *check({ runLines }) {
    for (const { line, flag } of flagsOf(runLines, "env")) {
      const name = secretOf(flag);
      if (name === undefined) continue;
      const { valueSpan = flag.span } = flag;
      const written = runLines.text.slice(valueSpan.start, valueSpan.end);
      const edit = { file: runLines.file, span: valueSpan, text: name };
      const fix: Fix = {
        title: `Take ${name} from the caller's environment`,
        applicability: "suggested",
        edits: [edit],
      };
      yield {
        message: `The value of ${name} is a secret in plain text: it stays in this file, in the shell's history and in \`docker inspect\``,
        at: flag.span,
        // The value itself is left out: a report goes further than the file.
        evidence: [
          { kind: "source", location: locate(runLines.file, runLines.text, flag.span), text: `${name}=***` },
          reference(
            "Environment variables of a container are in its configuration, readable for all who may talk to the engine",
            "docs.docker.com, docker inspect, Config.Env",
          ),
        ],
        ...(written.startsWith(name) && line.kind === "command" && { fix }),
      };
    }
  },
});
