import { reference } from "../shared/evidence.ts";
import { exampleLayer } from "../shared/example-layer.ts";
import { packageSteps } from "./history-apt.ts";
import { layerEvidence } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "updates/image-dist-upgrade",
  title: "dist-upgrade in the image history",
  why:
    "`dist-upgrade` may remove packages and pull in new ones to get its way, so a rebuild can lose something the application needs. " +
    "For security fixes within a release `upgrade` is enough; for the next release, change the base image.",
  severity: "warning",
  ofBase: true,
  needs: ["layers"],
  fix: "none",
  also: ["dockle/DKL-DI-0003"],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          layers: [exampleLayer(0, "RUN /bin/sh -c apt-get update && apt-get -y dist-upgrade # buildkit", 90_000_000)],
        },
      },
      good: {
        image: {
          layers: [exampleLayer(0, "RUN /bin/sh -c apt-get update && apt-get -y upgrade # buildkit", 60_000_000)],
        },
      },
    },
  ],
  *check({ layers }) {
    for (const { step, calls } of packageSteps(layers)) {
      const call = calls.find(({ verb }) => /^(?:dist-upgrade|full-upgrade|distro-sync|dup)$/.test(verb));
      if (call === undefined) continue;
      yield {
        message: `\`${call.manager} ${call.verb}\` may remove packages: which ones changes from build to build`,
        at: { layer: step.layer.index, path: "/" },
        about: { ran: call },
        evidence: [
          layerEvidence(step.layer),
          reference(
            "dist-upgrade intelligently handles changing dependencies and may remove packages; upgrade never does",
            "apt-get(8)",
          ),
        ],
      };
    }
  },
});
