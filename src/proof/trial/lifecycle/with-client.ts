import { openClient } from "../steps/client.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";

/** The same life for another client, with its own captures and cookies. */
export function withClient(context: LifecycleContext, number: number): LifecycleContext {
  const { captures, life, workload } = context;
  if (captures === undefined) return context;
  return { ...context, client: openClient(captures, { life, number, keepsCookies: workload.cookies === true }) };
}
