import { aptCalls, readsLists } from "../apt.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { runsOf } from "../runs.ts";
import { targetChain } from "../target-chain.ts";

/** Packages whose recommendations people rely on without naming them (Debian 13): certificates, headers, an ssh client. */
const reliedOn = /^(gcc|g\+\+|cpp|wget|git|nodejs|python3-pip|npm|build-essential|openjdk-.*|default-jre.*)(=.*|:.*)?$/;

export default defineRule({
  id: "cleanup/recommends",
  title: "Recommended packages installed along",
  why:
    "apt installs what a package recommends, made for desktops and people at a terminal: in a container it is size, updates and attack surface that nobody asked for. " +
    "Some builds do rely on one of them (git wants ca-certificates for https), so the change has to be tried.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["hadolint/DL3015", "trivy/DS-0029"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y tzdata jq && rm -rf /var/lib/apt/lists/*\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install --no-install-recommends -y tzdata jq && rm -rf /var/lib/apt/lists/*\n",
    },
  ],
  *check({ dockerfile }) {
    // Switched off for all of apt, in a configuration file or an option.
    if (/Install-Recommends/i.test(dockerfile.text)) return;
    for (const call of targetChain(dockerfile).flatMap(runsOf).flatMap(aptCalls)) {
      const { args, operands, action, program, command } = call;
      if (action.text !== "install" || !readsLists(call)) continue;
      if (args.some(({ text }) => /^--(no-)?install-recommends$/.test(text))) continue;
      const relied = operands.filter(({ text }) => reliedOn.test(text)).map(({ text }) => text);
      const hint = relied.length > 0 ? `; ${relied.join(", ")} may need one of them, name it then` : "";
      yield {
        message: `\`${program} install\` brings recommended packages along${hint}`,
        at: action.span,
        evidence: [
          quote(dockerfile, command.span),
          reference(
            "APT::Install-Recommends is true unless set; --no-install-recommends takes only dependencies",
            "apt-get(8)",
          ),
        ],
        fix: {
          title: "add --no-install-recommends",
          applicability: relied.length > 0 ? "suggested" : "proven",
          edits: [
            {
              file: dockerfile.file,
              span: { start: action.span.end, end: action.span.end },
              text: " --no-install-recommends",
            },
          ],
          delta: ["/bin", "/etc", "/lib", "/sbin", "/usr", "/var"],
        },
      };
    }
  },
});
