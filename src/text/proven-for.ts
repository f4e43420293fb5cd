import type { ProvenFor, WatchedFor } from "../domain/profile/profile.ts";

/** `8 clients at once for 3 s, processes watched for 16 s`, and what was not. For profiles that do not say: nothing but single steps was asked of them. */
export function provenText(
  { clients, seconds, notUnderLoad = [], watched }: ProvenFor = { clients: 1, seconds: 0 },
): string {
  const missing = notUnderLoad.length === 0 ? "" : `; not proven under load: ${notUnderLoad.join(", ")}`;
  const processes = watched === undefined ? "" : `, ${watchedText(watched)}`;
  if (seconds === 0) return `1 client, one step after the other${processes}${missing}`;
  const lasted = `${Math.round(seconds * 10) / 10} s`;
  return `${clients} client${clients === 1 ? "" : "s at once"} for ${lasted}${processes}${missing}`;
}

function watchedText(watched: WatchedFor): string {
  if ("reason" in watched) return `processes not watched (${watched.reason})`;
  const { seconds, method, changing } = watched;
  const notes = [
    ...(method === "top" ? ["ids and groups alone, by the engine's ps"] : []),
    ...(changing === true ? ["they changed until the end"] : []),
  ];
  return `processes watched for ${seconds} s${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}
