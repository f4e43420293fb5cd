import { createHash, randomUUID } from "node:crypto";
import { member, textAt, type Json } from "../rpc/json.ts";
import { RpcError, type Peer } from "../rpc/peer.ts";
import { refused } from "./answer.ts";
import type { Tool } from "./tool.ts";
import { ToolError } from "./tool-error.ts";

/** Questions that wait for a person's answer, and whether any needs to be asked. */
export interface Consents {
  /** The person who started the server has agreed to all of them. */
  readonly given: boolean;
  /** By what the client hands back: what was asked. Each answer counts once. */
  readonly open: Map<string, string>;
}

/** Questions that are kept; an older one has to be asked again. */
const mostOpen = 64;

interface Asking {
  readonly peer: Peer;
  readonly consents: Consents;
  readonly signal: AbortSignal;
  readonly isModern: boolean;
  /** The client can put a question to a person. */
  readonly canAsk: boolean;
}

/**
 * Asks a person before a tool builds or runs anything: in the call itself where the protocol has a connection that can ask, else by a result that wants an
 * answer, after which the client calls again (MCP 2026-07-28, multi round-trip requests). Undefined: go on. Throws `RpcError` where a client can't ask.
 */
export async function askFirst(
  tool: Tool,
  callArguments: unknown,
  params: unknown,
  asking: Asking,
): Promise<Json | undefined> {
  const { consents, isModern, canAsk } = asking;
  if (tool.asks === undefined || consents.given) return undefined;
  const question = {
    mode: "form",
    message: tool.asks(callArguments),
    requestedSchema: { type: "object", properties: {} },
  } as const;
  if (!canAsk) {
    if (!isModern)
      return refused(
        new ToolError(
          `${tool.name} builds and runs, and this client can't ask a person for consent`,
          "The person can start the server with --allow-engine, or run: hullproof harden",
        ),
      );
    // 2026-07-28, MissingRequiredClientCapabilityError
    throw new RpcError(
      -32_021,
      `${tool.name} needs a person's consent: elicitation, or --allow-engine at the start of the server`,
      { requiredCapabilities: { elicitation: { form: {} } } },
    );
  }
  const callDigest = digestOf([tool.name, callArguments]);
  const answer = isModern
    ? later(callDigest, params, consents)
    : await asking.peer.ask("elicitation/create", question, asking.signal);
  if (answer === undefined) {
    const requestState = randomUUID();
    consents.open.set(requestState, callDigest);
    for (const [oldest] of consents.open) if (consents.open.size > mostOpen) consents.open.delete(oldest);
    return {
      resultType: "input_required",
      inputRequests: { consent: { method: "elicitation/create", params: question } },
      requestState,
    };
  }
  if (textAt(answer, "action") === "accept") return undefined;
  return refused(
    new ToolError(
      `the person did not agree to ${tool.name}`,
      "Do not ask again in other words. Go on with what needs no engine.",
    ),
  );
}

/** The answer to the very question that was asked of this client for this call; undefined where there is none. */
function later(callDigest: string, params: unknown, { open }: Consents): unknown {
  const state = textAt(params, "requestState");
  if (state === undefined || open.get(state) !== callDigest) return undefined;
  open.delete(state);
  return member(params, "inputResponses", "consent");
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
