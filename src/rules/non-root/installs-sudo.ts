import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import type { PackageCall, PackageCallsFact } from "../../facts/managers/package-call.ts";
import { callsIn } from "../../facts/managers/package-steps.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/installs-sudo",
  title: "sudo is installed into the image",
  why:
    "sudo is a setuid program, and an image that installs it mostly lets the application's user call it without a password: that user is then root. " +
    "Do what needs root before USER; an entrypoint that must give up root has `setpriv`, `gosu` or `su-exec`, which only go down.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls"],
  fix: "none",
  also: ["checkov/CKV2_DOCKER_1", "dockle/DKL-DI-0001"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.22\nRUN apk add --no-cache bash sudo\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache bash\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    if (!saidIn(dockerfile).includes("sudo")) return;
    for (const call of packageCalls) {
      const { manager, action, operands, command } = call;
      if (action !== "install") continue;
      const sudo = operands.find(({ name, kind }) => name === "sudo" && kind === "named");
      if (sudo === undefined || isRemoved(packageCalls, call)) continue;
      yield {
        message: `${manager} installs sudo: a setuid program by which the application's user can become root`,
        at: sudo.word.span,
        evidence: [
          quote(dockerfile, command.span),
          reference("sudo runs with the privileges of its owner, root (setuid)", "sudo(8)"),
        ],
      };
    }
  },
});

/** The same RUN removes it again, alone or with its virtual package of apk: it is in no layer. */
function isRemoved(calls: PackageCallsFact, { instruction, options, command }: PackageCall): boolean {
  const virtual = options.find(({ name }) => name === "--virtual" || name === "-t")?.value;
  return callsIn(calls, instruction).some(
    ({ action, operands, command: later }) =>
      action === "remove" &&
      later.span.start > command.span.start &&
      operands.some(({ name, word }) => name === "sudo" || (virtual !== undefined && word.text === virtual)),
  );
}
