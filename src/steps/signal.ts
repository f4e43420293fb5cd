import { z } from "zod";
import { probe, toProbe } from "./form/probe.ts";
import { defineStepKind, form } from "./step-kind.ts";

const signal = z
  .string()
  .regex(/^SIG[A-Z0-9+]+$/, "a signal such as SIGHUP")
  .describe("Send this signal to the container's first process.");
const settled = probe.optional().describe("When the reload is done. Default: when it is ready again.");

export default defineStepKind({
  kind: "signal",
  place: 8,
  forms: [
    form({ signal, settled }, (raw) => ({
      kind: "signal",
      signal: raw.signal,
      ...(raw.settled && { settled: toProbe(raw.settled) }),
    })),
  ],
  fields: (parts) => ({ signal: parts.signal, settled: parts.maybe(parts.probe) }),
  onlyReads: () => true,
  nameOf: (step) => step.signal,
  described: (step) => step.signal,
  noLoad: () => "a signal is no load",
});
