import { advisoryId, npmNames } from "./model.ts";

/** Milliseconds by question. */
export type LoadTimes = ReadonlyMap<string, readonly number[]>;

/** Several clients ask the ten questions in turn for `seconds`, each time with different names. Throws for a failed answer. */
export async function askQuestions(
  url: string,
  digests: readonly string[],
  { clients, seconds, repository }: { readonly clients: number; readonly seconds: number; readonly repository: string },
): Promise<LoadTimes> {
  const times = new Map<string, number[]>();
  const end = performance.now() + seconds * 1_000;
  const ask = async (client: number) => {
    for (let round = client; performance.now() < end; round += clients)
      for (const [name, path] of paths(round)) {
        const begin = performance.now();
        const response = await fetch(`${url}api/v1${path}`);
        const text = await response.text();
        if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
        times.set(name, [...(times.get(name) ?? []), performance.now() - begin]);
      }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => ask(client)));
  return times;

  function paths(round: number): readonly (readonly [string, string])[] {
    const name = (round * 3) % npmNames;
    const digest = digests[round % digests.length];
    return [
      ["start", "/summary"],
      ["vulnerability", `/vulnerabilities/${advisoryId(name)}`],
      ["packages", `/packages?name=part-${name + 1}&version=${encodeURIComponent(">=1.2 <1.8")}`],
      ["image", `/images/${digest}`],
      ["repository", `/repositories?name=${encodeURIComponent(repository)}`],
      ["changes", "/changes"],
      ["updates", "/updates"],
      ["end-of-life", "/end-of-life"],
      ["configuration", `/configurations?label=team%3Dteam-${round % 50}`],
      ["status", "/status"],
    ];
  }
}

/** The value that 95 of 100 are not above. */
export function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}
