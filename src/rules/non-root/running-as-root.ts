import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/running-as-root",
  title: "Container runs as root",
  why:
    "Neither its image nor whoever started it names another user, so its program is root: of the host's kernel too, unless the engine maps users. " +
    "What holds it back are capabilities and namespaces alone. `hullproof learn IMAGE` finds the user that it can run as.",
  severity: "warning",
  needs: ["running"],
  premise: {
    kind: "engine",
    shows:
      "a file of a container that names no user belongs to the host's root, and of one with `--user 1000` to uid 1000",
  },
  fix: "none",
  also: ["cis-docker/4.1"],
  examples: [
    { kind: "running", bad: { running: { user: "" } }, good: { running: { user: "1000:1000" } } },
    { kind: "running", bad: { running: { user: "0:0" } }, good: { running: { user: "www-data" } } },
  ],
  *check({ running }) {
    const { user } = running;
    if (user === undefined) return "its image is gone from the engine, so its user is not known";
    if (!/^(?:0*|root)(?::|$)/.test(user)) return;
    yield {
      message: "Its program runs as root",
      at: { setting: "Config.User" },
      evidence: [
        { kind: "setting", pointer: "Config.User", value: user === "" ? "not set, and not by its image" : user },
        reference("Without a user namespace, uid 0 of the container is uid 0 of the host", "user_namespaces(7)"),
      ],
    };
  },
});
