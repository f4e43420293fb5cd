import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/image-runs-as-root",
  title: "Image starts as root",
  why:
    "The image's configuration names no user, or root: every container of it starts with uid 0, which is the host's uid 0 unless the engine remaps users. " +
    "One bug in the service is then one step from the host. Name a user with a number: USER 10001:10001.",
  severity: "warning",
  needs: ["configuration"],
  fix: "none",
  also: ["dockle/CIS-DI-0001", "cis-docker/4.1", "trivy/DS-0002"],
  examples: [
    { kind: "image", bad: { image: { user: "" } }, good: { image: { user: "10001:10001" } } },
    { kind: "image", bad: { image: { user: "root" } }, good: { image: { user: "www-data" } } },
  ],
  *check({ configuration }) {
    const { user } = configuration;
    if (!/^(?:0*|root)(?::|$)/.test(user)) return;
    yield {
      message:
        user === ""
          ? "The image names no user, so its containers start as root"
          : `The image's user is \`${user}\`: its containers start as root`,
      at: { setting: "Config.User" },
      evidence: [
        { kind: "setting", pointer: "Config.User", value: user === "" ? "not set" : user },
        reference(
          "The default user is root; a USER that is unset or empty starts the container with uid 0",
          "OCI image-spec, config.md, User; docs.docker.com, Dockerfile reference, USER",
        ),
      ],
    };
  },
});
