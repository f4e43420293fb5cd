import { createHash, randomUUID } from "node:crypto";
import { member, textAt, type Json } from "../rpc/json.ts";
import { RpcError, type RpcConnection } from "../rpc/rpc-connection.ts";
import { refused } from "./answer.ts";
import type { Tool } from "./tool.ts";
import { ToolError } from "./tool-error.ts";

/** Questions that wait for the user's reply, and whether any is needed. */
export interface Consents {
  /** The user agreed to all of them when starting the server. */
  readonly given: boolean;
  /** Request state -> digest of the question. Each reply counts once. */
  readonly open: Map<string, string>;
}

/** Maximum number of stored questions; an older one must be asked again. */
const mostOpen = 64;

interface Asking {
  readonly peer: RpcConnection;
  readonly consents: Consents;
  readonly signal: AbortSignal;
  readonly isModern: boolean;
  /** The client can ask the user. */
  readonly canAsk: boolean;
}

/**
 * Asks the user before a tool builds or runs anything: during the call if the protocol's connection supports it, else
 * by a result that requests a reply, after which the client calls again (MCP 2026-07-28, multi round-trip requests).
 * Undefined: consent is given. Throws `RpcError` if a client cannot ask.
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

/** The reply to exactly this question of this call; undefined if there is none. */
function later(callDigest: string, params: unknown, { open }: Consents): unknown {
  const state = textAt(params, "requestState");
  if (state === undefined || open.get(state) !== callDigest) return undefined;
  open.delete(state);
  return member(params, "inputResponses", "consent");
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
