import type { EngineSettings } from "../../../domain/container/engine-settings.ts";
import type { Severity } from "../../../domain/finding/finding.ts";
import { defineRule } from "../../rule.ts";

interface Weak {
  readonly setting: string;
  readonly is: (engine: EngineSettings) => boolean;
  readonly message: string;
  readonly severity: Severity;
}

const weak: readonly Weak[] = [
  {
    setting: "userns-remap",
    is: ({ userNamespaces, rootless }) => !userNamespaces && !rootless,
    message: "Root of a container is root of the host: neither user namespaces nor an engine without root",
    severity: "info",
  },
  {
    setting: "no-new-privileges",
    is: ({ noNewPrivileges, name }) => !noNewPrivileges && name === "Docker Engine",
    message: "Containers that do not ask for no-new-privileges go without",
    severity: "info",
  },
  {
    setting: "live-restore",
    is: ({ liveRestore }) => !liveRestore,
    message: "All containers stop while the engine is restarted or upgraded, so that upgrades are put off",
    severity: "info",
  },
];

export default defineRule({
  id: "capabilities/engine-defaults",
  title: "Engine hardening options disabled",
  why:
    "What the daemon gives to each container that says nothing is the floor under all of them: `userns-remap`, `no-new-privileges` and `live-restore` in its configuration raise it. " +
    "Each of them breaks something on some machines, so none is on by default.",
  severity: "info",
  onRequest: "hardly any engine has all three, and each of them breaks something on some machines",
  needs: ["engine"],
  premise: {
    kind: "engine",
    shows:
      "a container that asks for nothing can't gain privileges on an engine with `no-new-privileges`, and can on another",
  },
  fix: "none",
  also: ["cis-docker/2.9", "cis-docker/2.14", "cis-docker/2.15"],
  examples: [
    {
      kind: "running",
      bad: { engine: { userNamespaces: false, noNewPrivileges: false, liveRestore: false } },
      good: { engine: { userNamespaces: true, noNewPrivileges: true, liveRestore: true } },
    },
  ],
  *check({ engine }) {
    for (const { setting, is, message, severity } of weak) {
      if (!is(engine)) continue;
      yield {
        message,
        at: { setting },
        evidence: [{ kind: "setting", pointer: setting, value: "off" }],
        severity,
      };
    }
  },
});
