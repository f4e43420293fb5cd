import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/engine-open",
  title: "Engine API exposed to the network",
  why:
    "Whoever reaches the API starts a privileged container with the host's disk in it: no profile of any container means anything then. " +
    "Listen on the Unix socket alone, or demand client certificates (`--tlsverify`).",
  severity: "error",
  needs: ["engine"],
  premise: {
    kind: "engine",
    shows:
      "a program without any credentials asks an engine that listens on TCP without TLS for its containers and is answered, and an engine that does not listen is not reached",
  },
  fix: "none",
  also: ["cis-docker/2.7"],
  examples: [
    {
      kind: "running",
      bad: {
        engine: {
          warnings: [
            "WARNING: API is accessible on http://0.0.0.0:2375 without encryption.\n         Access to the remote API is equivalent to root access on the host.",
          ],
        },
      },
      good: { engine: { warnings: [] } },
    },
  ],
  *check({ engine }) {
    for (const warning of engine.warnings) {
      const [, address] =
        /API is accessible on (\S+) without (?:encryption|TLS client verification)/.exec(warning) ?? [];
      if (address === undefined) continue;
      yield {
        message: `The engine's API answers anyone who reaches ${address}, which is root on the host`,
        at: { setting: "hosts" },
        evidence: [
          { kind: "setting", pointer: "Warnings", value: warning.split("\n")[0]?.trim() ?? "" },
          reference(
            "Access to the remote API is equivalent to root access on the host",
            "docs.docker.com, Protect the Docker daemon socket",
          ),
        ],
      };
    }
  },
});
