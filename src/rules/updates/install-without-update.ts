import { aptCalls, isApt, isUpdate, lists, readsLists } from "../../facts/managers/deb/apt-lists.ts";
import { lineOf, quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { isMounted, programOf, runsOf, type Run } from "../../facts/dockerfile/runs.ts";

export default defineRule({
  id: "updates/install-without-update",
  title: "Packages installed without a package list update",
  why:
    "The build cache keeps the layer in which `apt-get update` once ran. A later RUN then installs by lists that may be months old: versions with known holes, " +
    "or files that the archive has removed, which ends the build with a 404. Fetch the lists in the RUN that uses them.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls"],
  fix: "none",
  // An install keeps the previous layer's lists in the image as well; a linter that checks installs reports it here.
  also: ["kics/apt_get_install_lists_were_not_deleted"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update\nCOPY packages.txt /tmp/\nRUN apt-get install -y curl\n",
      good: "FROM debian:trixie-slim\nCOPY packages.txt /tmp/\nRUN apt-get update && apt-get install -y curl\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    if (!packageCalls.some(isApt)) return;
    for (const stage of dockerfile.stages) {
      const runs = runsOf(stage);
      let updater: Run | undefined;
      for (const run of runs) {
        const earlier = updater;
        const calls = aptCalls(packageCalls, run);
        if (calls.some(isUpdate)) updater = run;
        if (calls.length === 0 || isMounted(run, lists)) continue;
        const install = calls.find((call) => readsLists(call) && /^(install|build-dep)$/.test(call.verb?.text ?? ""));
        if (install === undefined || calls.slice(0, calls.indexOf(install)).some(isUpdate)) continue;
        // apt 2.9 and newer: `apt-get install --update`.
        if (install.command.words.some(({ text }) => text === "--update")) continue;
        if (mayUpdateUnseen(run, install.command.span.start)) continue;
        const packages = install.operands.map(({ word }) => word.text);
        const packageText =
          packages.length > 3
            ? `${packages.slice(0, 3).join(", ")} and ${packages.length - 3} more`
            : packages.join(", ");
        const listSource =
          earlier === undefined
            ? "no RUN of this stage fetched"
            : `the cached layer of line ${lineOf(dockerfile, earlier.span)} fetched once`;
        yield {
          message: `${packageText || "packages"}: installed by package lists that ${listSource}`,
          at: install.command.span,
          evidence: [
            quote(dockerfile, install.command.span),
            ...(earlier === undefined ? [] : [quote(dockerfile, earlier.span)]),
          ],
        };
      }
    }
  },
});

/** Vendors' set-up scripts (`curl ... | bash`) and add-apt-repository fetch the lists themselves. */
function mayUpdateUnseen(run: Run, installStart: number): boolean {
  return run.commands.some((command) => {
    if (command.span.start >= installStart) return false;
    const program = programOf(command);
    return (
      program === undefined ||
      /^(ba|da|a)?sh$|^(source|\.|eval|add-apt-repository|extrepo)$|\.sh$/.test(program) ||
      command.name?.startsWith("./") === true
    );
  });
}
