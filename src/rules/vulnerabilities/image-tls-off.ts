import type { Observation } from "../observation.ts";
import { exampleLayer } from "../shared/example-layer.ts";
import { historySteps } from "../../facts/history/history-steps.ts";
import { layerEvidence } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";
import { inEnv, inWords } from "./tls-switches.ts";

export default defineRule({
  id: "vulnerabilities/image-tls-off",
  title: "Certificate or signature checks disabled in the image",
  why:
    "A variable such as NODE_TLS_REJECT_UNAUTHORIZED=0 in the configuration holds for every process of every container: whoever is on the way can answer for the database, the API, the update server. " +
    "In a command of the build it means that no one checked what was installed. The usual cause is a missing `ca-certificates` package or a proxy whose certificate can be added.",
  severity: "warning",
  ofBase: true,
  needs: ["configuration", "layers"],
  fix: "none",
  also: ["cis-docker/4.11"],
  examples: [
    {
      kind: "image",
      bad: { config: { env: ["NODE_TLS_REJECT_UNAUTHORIZED=0"] } },
      good: { config: { env: ["NODE_EXTRA_CA_CERTS=/etc/ssl/proxy.pem"] } },
    },
    {
      kind: "image",
      bad: {
        image: {
          layers: [exampleLayer(0, "RUN /bin/sh -c apt-get install -y --allow-unauthenticated jq # buildkit", 900_000)],
        },
      },
      good: { image: { layers: [exampleLayer(0, "RUN /bin/sh -c apt-get install -y jq # buildkit", 900_000)] } },
    },
  ],
  *check({ configuration, layers }) {
    for (const setting of configuration.env) {
      const effect = inEnv(setting);
      if (effect === undefined) continue;
      const name = setting.slice(0, setting.indexOf("="));
      yield {
        message: `\`${setting}\` in every container: ${effect}`,
        at: { setting: `Config.Env.${name}` },
        evidence: [{ kind: "setting", pointer: `Config.Env.${name}`, value: setting.slice(name.length + 1) }],
      };
    }
    for (const step of historySteps(layers)) {
      const switchesByText = new Map(step.commands.flatMap((words) => inWords(words)).map((off) => [off.what, off]));
      for (const { what, effect } of switchesByText.values()) {
        const observation: Observation = {
          message: `\`${what}\` while the image was built: ${effect}`,
          at: { layer: step.layer.index, path: "/" },
          severity: "warning",
          about: { effect },
          evidence: [layerEvidence(step.layer)],
        };
        yield observation;
      }
    }
  },
});
