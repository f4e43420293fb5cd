import { reference } from "../shared/evidence.ts";
import { secretsIn } from "./image-secrets.ts";
import { defineRule } from "../rule.ts";

const pointers = { env: "Config.Env", label: "Config.Labels", command: "Config" } as const;

export default defineRule({
  id: "secrets/in-image-config",
  title: "Secret in the image's configuration",
  why:
    "`docker inspect` shows environment, labels and command to everyone who can pull the image, and every process of the container inherits the environment, also those that a bug lets in. " +
    "Set it when the container starts, better in a file that is mounted, and replace what was already published.",
  severity: "error",
  needs: ["configuration", "secrets"],
  fix: "none",
  also: ["dockle/CIS-DI-0010", "cis-docker/4.10"],
  examples: [
    {
      kind: "image",
      bad: {
        secrets: [
          {
            kind: "named-secret",
            title: "Value of a name that says secret",
            severity: "error",
            masked: "… (7 characters)",
            place: { in: "env", name: "DB_PASSWORD" },
          },
        ],
      },
      good: { secrets: [] },
    },
  ],
  *check({ secrets }) {
    for (const { kind, title, masked, severity, place } of secretsIn(secrets, "env", "label", "command")) {
      const pointer = `${pointers[place.in]}.${place.name}`;
      yield {
        message: `${title} in ${pointer}: ${masked}`,
        at: { setting: pointer },
        severity,
        evidence: [
          { kind: "setting", pointer, value: `${title} (${kind}): ${masked}` },
          reference("The configuration is part of the image", "OCI image specification, image configuration"),
        ],
      };
    }
  },
});
