import type { ProvenFor, WatchedFor } from "../../domain/profile/profile.ts";

/**
 * `8 clients at once for 3 s, processes watched for 16 s`, with the gaps of the proof. Profiles without a record were
 * proven with single steps only.
 */
export function provenText(
  { clients, seconds, notUnderLoad = [], watched }: ProvenFor = { clients: 1, seconds: 0 },
): string {
  const unprovenNote = notUnderLoad.length === 0 ? "" : `; not proven under load: ${notUnderLoad.join(", ")}`;
  const processes = watched === undefined ? "" : `, ${watchedText(watched)}`;
  if (seconds === 0) return `1 client, one step after the other${processes}${unprovenNote}`;
  const lasted = `${Math.round(seconds * 10) / 10} s`;
  return `${clients} client${clients === 1 ? "" : "s at once"} for ${lasted}${processes}${unprovenNote}`;
}

function watchedText(observation: WatchedFor): string {
  if ("reason" in observation) return `processes not watched (${observation.reason})`;
  const { seconds, method, changing } = observation;
  const notes = [
    ...(method === "top" ? ["ids and groups alone, by the engine's ps"] : []),
    ...(changing === true ? ["they changed until the end"] : []),
  ];
  return `processes watched for ${seconds} s${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}
