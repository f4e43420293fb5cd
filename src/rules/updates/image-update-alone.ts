import { reference } from "../shared/evidence.ts";
import { exampleLayer } from "../shared/example-layer.ts";
import { packageSteps } from "./history-apt.ts";
import { layerEvidence } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "updates/image-update-alone",
  title: "Package lists fetched in a separate layer (image history)",
  why:
    "Docker caches the layer, so the lists are as old as the first build, and later RUNs install outdated or vanished versions from them. " +
    "Fetch, use and delete them in one RUN: apt-get update && apt-get install -y ... && rm -rf /var/lib/apt/lists/*.",
  severity: "warning",
  ofBase: true,
  needs: ["layers"],
  fix: "none",
  also: ["dockle/CIS-DI-0007", "cis-docker/4.7"],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          layers: [
            exampleLayer(0, "RUN /bin/sh -c apt-get update # buildkit", 17_000_000),
            exampleLayer(1, "RUN /bin/sh -c apt-get install -y jq # buildkit", 2_000_000),
          ],
        },
      },
      good: {
        image: {
          layers: [exampleLayer(0, "RUN /bin/sh -c apt-get update && apt-get install -y jq # buildkit", 19_000_000)],
        },
      },
    },
  ],
  *check({ layers }) {
    for (const { step, calls } of packageSteps(layers)) {
      const update = calls.find(
        ({ manager, verb }) =>
          /^(?:update|makecache|refresh|ref)$/.test(verb) &&
          !/^(?:yum|dnf|microdnf)$/.test(`${manager}${verb === "update" ? "" : "-"}`),
      );
      if (update === undefined || calls.some(usesLists)) continue;
      // A script may use the fetched lists.
      if (step.commands.some(([program = ""]) => /\.sh$|^(?:ba|da)?sh$|^\.?\.?\//.test(program))) continue;
      yield {
        message: `\`${update.manager} ${update.verb}\` in a layer of its own: later layers use the lists of the day it was cached`,
        at: { layer: step.layer.index, path: "/" },
        about: { ran: update },
        evidence: [
          layerEvidence(step.layer),
          reference(
            "always combine apt-get update with apt-get install in the same RUN",
            "Docker docs, Building best practices, apt-get",
          ),
        ],
      };
    }
  },
});

function usesLists({ verb }: { readonly verb: string }): boolean {
  return /^(?:install|add|upgrade|dist-upgrade|full-upgrade|safe-upgrade|in|up|dup|download|source|build-dep|satisfy|reinstall)$/.test(
    verb,
  );
}
