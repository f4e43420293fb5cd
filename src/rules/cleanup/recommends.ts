import { readsLists } from "../../facts/managers/deb/apt-lists.ts";
import { knownManager } from "../../facts/managers/known-manager.ts";
import { quote, reference } from "../shared/evidence.ts";
import { hasOption, nameOf } from "../../facts/managers/package-steps.ts";
import { defineRule } from "../rule.ts";
import { setBefore } from "../../facts/managers/set-before.ts";

/**
 * Packages whose recommendations people rely on without naming them (Debian 13): certificates, headers, an ssh client.
 */
const reliedOn = /^(gcc|g\+\+|cpp|wget|git|nodejs|python3-pip|npm|build-essential|openjdk-.*|default-jre.*)$/;

/** Like in apt.conf(5); an option (`-o`) only affects one call. */
const switchedOff = /(?<!-o ?APT::|--option[= ]APT::|no-)Install-Recommends["'\s=\\]*(?:0|false|no|off)\b/i;

export default defineRule({
  id: "cleanup/recommends",
  title: "Recommended packages installed along",
  why:
    "apt installs what a package recommends, made for desktops and people at a terminal: in a container it is size, updates and attack surface that no one asked for. " +
    "Some builds do rely on one of them (git wants ca-certificates for https), so the change has to be tried.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "proven",
  also: ["hadolint/DL3015", "trivy/DS-0029", "kics/apt_get_not_avoiding_additional_packages"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y tzdata jq && rm -rf /var/lib/apt/lists/*\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install --no-install-recommends -y tzdata jq && rm -rf /var/lib/apt/lists/*\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    for (const call of packageCalls) {
      const option = knownManager(call.manager)?.withoutRecommends;
      if (option === undefined || call.verb?.text !== "install" || !readsLists(call)) continue;
      // Or switched off for all of apt, in a configuration file or an option.
      if (call.options.some(({ value }) => switchedOff.test(value ?? ""))) continue;
      if (hasOption(call, ...decided) || setBefore(dockerfile, call, switchedOff)) continue;
      const relied = call.operands.map(({ name }) => name).filter((name) => reliedOn.test(name));
      const hint = relied.length > 0 ? `; ${relied.join(", ")} may need one of them, name it then` : "";
      const at = call.verb.span.end;
      yield {
        message: `\`${nameOf(call)}\` brings recommended packages along${hint}`,
        at: call.verb.span,
        about: { call },
        evidence: [
          quote(dockerfile, call.command.span),
          reference(
            "APT::Install-Recommends is true unless set; --no-install-recommends takes only dependencies",
            "apt-get(8)",
          ),
        ],
        fix: {
          title: `add ${option}`,
          // An expansion may contain any package, including one with needed recommendations.
          applicability:
            relied.length > 0 || call.operands.some(({ kind }) => kind === "dynamic") ? "suggested" : "proven",
          edits: [{ file: dockerfile.file, span: { start: at, end: at }, text: ` ${option}` }],
          // Removes packages; other files stay the same except for the lists of installed ones.
          delta: ["removed: /", "/etc", "/var"],
        },
      };
    }
  },
});

/** Options of apt-get(8) and aptitude(8) that settle it either way. */
const decided = "--no-install-recommends --install-recommends --without-recommends --with-recommends -R -r".split(" ");
