import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/engine-without-seccomp",
  title: "seccomp disabled in the engine",
  why:
    "Without seccomp in the kernel or the engine, or with `seccomp-profile: unconfined` in the daemon's configuration, containers that ask for no list of their own may make every call of the kernel. " +
    "Where the kernel has none, a learned list is not enforced either.",
  severity: "warning",
  needs: ["engine"],
  premise: {
    kind: "engine",
    shows:
      "a container that asks for nothing has no system call filter on an engine with `seccomp-profile: unconfined`, and has one on another",
  },
  fix: "none",
  also: [],
  examples: [{ kind: "running", bad: { engine: { seccomp: "unconfined" } }, good: { engine: { seccomp: "builtin" } } }],
  *check({ engine }) {
    if (engine.seccomp !== undefined && engine.seccomp !== "unconfined") return;
    yield {
      message:
        engine.seccomp === undefined
          ? "The engine says nothing of seccomp: no list of system calls is enforced, neither its own nor a learned one"
          : "Containers that ask for no list of their own may make every system call",
      at: { setting: "seccomp-profile" },
      evidence: [{ kind: "setting", pointer: "SecurityOptions", value: engine.seccomp ?? "no seccomp" }],
    };
  },
});
