import { modeChanges, octal } from "./chmod.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/world-writable",
  title: "Files made world-writable in the build",
  why:
    "With mode 777 any process of the container, and whoever breaks into one, can replace the application's code, its scripts and its settings, also where " +
    "another user or root runs them later. Give the files to the user that needs them (`COPY --chown`, `chown`), and 755 or 750 is enough.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN mkdir /srv/app && chmod -R 777 /srv/app\n",
      good: "FROM debian:trixie-slim\nRUN mkdir /srv/app && chown -R 10001:10001 /srv/app && chmod 1777 /tmp\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { command, change } of modeChanges(dockerfile)) {
      if (!opensToAll(change.mode.text)) continue;
      // Devices and the folders for temporary files are for all users.
      if (change.paths.length > 0 && change.paths.every(({ text }) => /^\/(var\/)?tmp\/?$|^\/dev\//.test(text)))
        continue;
      const [path] = change.paths;
      const pathText =
        path === undefined ? "what it is given" : `\`${path.text}\`${change.recursive ? " and all below" : ""}`;
      yield {
        message: `${change.program} ${change.mode.text} lets every user write ${pathText}`,
        at: command.span,
        evidence: [quote(dockerfile, command.span)],
      };
    }
  },
});

/** Others may write and the sticky bit, which keeps them from each other's files, is not set. */
function opensToAll(mode: string): boolean {
  const bits = octal(mode);
  if (bits !== undefined) return (bits & 0o002) !== 0 && (bits & 0o1000) === 0;
  const clauses = mode.split(",");
  return (
    clauses.some((clause) => /^(?=\w*[ao])[ugoa]+[+=][rxXst]*w/.test(clause)) &&
    !clauses.some((clause) => /\+[rwxXs]*t/.test(clause))
  );
}
