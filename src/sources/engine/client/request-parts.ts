import type { Endpoint } from "./endpoint.ts";
import type { EngineRequest } from "../types.ts";

/** Value of the header Host. */
export function hostOf({ address }: Endpoint): string {
  return "socketPath" in address ? "docker" : `${address.host}:${address.port}`;
}

/** With its question mark, or empty. */
export function queryText(query: EngineRequest["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
