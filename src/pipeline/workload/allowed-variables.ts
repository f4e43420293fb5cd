import { ownValue } from "../../domain/own-value.ts";
import type { Context } from "../context.ts";

/** A repository's file names variables to pass to its containers: only those named by the user are passed. */
export function allowedVariables({
  env = {},
  consent,
}: Pick<Context, "env" | "consent">): Record<string, string | undefined> {
  const names = (consent?.allowed ?? []).flatMap((item) =>
    item.startsWith("env:") ? [item.slice("env:".length)] : [],
  );
  return Object.fromEntries(names.map((name) => [name, ownValue(env, name)]));
}

/** Consent that lets trials reach the internet though the workload says that they do not. */
export function allowsInternet({ consent }: Pick<Context, "consent">): boolean {
  return consent?.allowed.includes("internet:trials") === true;
}
