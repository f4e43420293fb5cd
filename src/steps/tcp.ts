import { defined } from "../text/defined.ts";
import { exchange, toExchange, withText } from "./form/exchange.ts";
import { defineStepKind, form } from "./step-kind.ts";

export default defineStepKind({
  kind: "tcp",
  place: 2,
  forms: [
    form({ tcp: exchange.describe("A TCP connection: what is sent, and what must come back.") }, ({ tcp }) => {
      const { sent, ...rest } = toExchange(tcp);
      return { kind: "tcp", ...rest, ...defined({ send: sent }) };
    }),
  ],
  fields: (parts) => ({
    port: parts.port,
    send: parts.maybe(parts.sent),
    expect: parts.maybe(parts.expected),
    timeoutMs: parts.milliseconds,
  }),
  onlyReads: ({ send }) => send === undefined,
  withTexts: ({ send, expect, ...rest }, change) => ({
    ...rest,
    ...(send && { send: withText(send, change) }),
    ...(expect && { expect: withText(expect, change) }),
  }),
  nameOf: ({ port }) => `tcp port ${port}`,
  described: ({ port }) => `TCP port ${port}`,
  ports: ({ port }) => [{ port, protocol: "tcp" }],
});
