// More classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import { compose, document, levels, manifest } from "./checked-text.ts";

const pod = (securityContext: object) =>
  manifest({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a" },
    spec: { containers: [{ name: "a", image: "example/a:1", securityContext }] },
  });

describe("capabilities/new-privileges, switched off", () => {
  const rule = "capabilities/new-privileges";
  const off = { allowPrivilegeEscalation: true };
  it.each([
    [pod({ ...off, privileged: true })],
    [pod({ ...off, privileged: true, runAsUser: 1000 })],
    [pod({ ...off, privileged: true, capabilities: { add: ["CAP_SYS_ADMIN"] } })],
    [pod({ ...off, capabilities: { add: ["NET_ADMIN", "CAP_SYS_ADMIN"] } })],
    [
      compose(
        "services:\n  a:\n    image: example/a:1\n    privileged: true\n    security_opt: ['no-new-privileges:false']\n",
      ),
    ],
    [document("run.sh", "docker run --privileged --security-opt no-new-privileges=false example/a:1\n")],
  ])("is silent where something forces it: %#", (checked) => {
    expect(levels(checked, rule)).toEqual([]);
  });
  it.each([
    [pod(off)],
    [pod({ ...off, privileged: false })],
    [pod({ ...off, runAsUser: 1000 })],
    // The API server compares this spelling alone.
    [pod({ ...off, capabilities: { add: ["SYS_ADMIN"] } })],
    [pod({ ...off, capabilities: { drop: ["CAP_SYS_ADMIN"] } })],
    [
      compose(
        "services:\n  a:\n    image: example/a:1\n    cap_add: [CAP_SYS_ADMIN]\n    security_opt: ['no-new-privileges:false']\n",
      ),
    ],
    [document("run.sh", "docker run --security-opt no-new-privileges=false example/a:1\n")],
  ])("is a warning elsewhere: %#", (checked) => {
    expect(levels(checked, rule)).toEqual(["warning"]);
  });
});
