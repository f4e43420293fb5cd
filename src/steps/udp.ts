import { exchange, toExchange, withText } from "./form/exchange.ts";
import { defineStepKind, form } from "./step-kind.ts";

export default defineStepKind({
  kind: "udp",
  place: 3,
  forms: [
    form({ udp: exchange.describe("A UDP datagram, and what must come back.") }, ({ udp }) => {
      const { sent = { text: "" }, ...rest } = toExchange(udp);
      return { kind: "udp", ...rest, send: sent };
    }),
  ],
  fields: (parts) => ({
    port: parts.port,
    send: parts.sent,
    expect: parts.maybe(parts.expected),
    timeoutMs: parts.milliseconds,
  }),
  withTexts: ({ send, expect, ...rest }, change) => ({
    ...rest,
    send: withText(send, change),
    ...(expect && { expect: withText(expect, change) }),
  }),
  nameOf: ({ port }) => `udp port ${port}`,
  described: ({ port }) => `UDP port ${port}`,
  ports: ({ port }) => [{ port, protocol: "udp" }],
});
