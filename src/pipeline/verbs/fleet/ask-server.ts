import { Failure } from "../../../domain/failure.ts";

/** Time limit for an answer, in milliseconds. */
const answerMs = 120_000;

/** Asks the API of a fleet. Throws `Failure` (`bad-usage`: not understood, or no fleet there). */
export async function askServer(
  server: string,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const url = new URL(`api/v1${path}`, server.endsWith("/") ? server : `${server}/`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new Failure("bad-usage", "the fleet does not answer", {
      hint: "Check that it runs: `hullproof fleet up REGISTRY` prints its address.",
      cause,
    });
  }
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as Record<string, unknown>;
  const { error, hint } = errorOf(text);
  throw new Failure("bad-usage", error ?? `the fleet answers ${response.status}`, {
    hint: hint ?? "Check the question, and that the address is the one that the fleet printed.",
  });
}

function errorOf(text: string): { readonly error?: string; readonly hint?: string } {
  try {
    return JSON.parse(text) as { error?: string; hint?: string };
  } catch {
    return {};
  }
}
