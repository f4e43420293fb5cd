import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/image-no-healthcheck",
  title: "Image without a health check",
  why:
    "Without HEALTHCHECK the engine knows only that the process exists: a server that hangs looks healthy forever, and Swarm or compose never replaces it. " +
    "Kubernetes ignores it and wants its own probes. Asked only of an image that exposes a port.",
  severity: "info",
  needs: ["configuration"],
  fix: "none",
  also: ["dockle/CIS-DI-0006", "cis-docker/4.6"],
  examples: [
    {
      kind: "image",
      bad: { config: { exposedPorts: ["8080/tcp"], healthcheck: [] } },
      good: { config: { exposedPorts: ["8080/tcp"], healthcheck: ["CMD", "/probe", "http://127.0.0.1:8080/"] } },
    },
    {
      kind: "image",
      bad: { config: { exposedPorts: ["8080/tcp"], healthcheck: ["NONE"] } },
      good: { config: { exposedPorts: ["8080/tcp"], healthcheck: ["CMD-SHELL", "test -S /run/app.sock"] } },
    },
  ],
  *check({ configuration }) {
    const { healthcheck = [] } = configuration;
    const off = healthcheck[0] === "NONE";
    if ((healthcheck.length > 0 && !off) || configuration.exposedPorts.length === 0) return;
    yield {
      message: off
        ? "HEALTHCHECK NONE: the engine cannot tell a hanging container from a working one"
        : "No HEALTHCHECK: the engine cannot tell a hanging container from a working one",
      at: { setting: "Config.Healthcheck" },
      evidence: [{ kind: "setting", pointer: "Config.Healthcheck", value: off ? "NONE" : "not set" }],
    };
  },
});
