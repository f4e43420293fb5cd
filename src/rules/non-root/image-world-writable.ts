import { noteEvidence } from "../shared/file-notes.ts";
import { firstOf, plural } from "../shared/image-text.ts";
import { pathEntries } from "./image-path.ts";
import { defineRule } from "../rule.ts";

const folder = { path: "/srv/app", mode: "0777", uid: 0, gid: 0, layer: 3, bytes: 0 };

export default defineRule({
  id: "non-root/image-world-writable",
  title: "World-writable files in the image",
  why:
    "Any process of the container, whatever its user, can replace such a file; in a folder without the sticky bit it can replace other users' files as well. " +
    "Where programs, libraries or settings lie there, whoever breaks into one process owns the next one that starts. Give the files to the user that writes them, with mode 755 or 644; shared folders have 1777.",
  severity: "warning",
  needs: ["configuration", "privileges"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { image: { worldWritable: [folder] } },
      good: { image: { worldWritable: [] } },
    },
    {
      kind: "image",
      bad: { image: { worldWritable: [{ ...folder, path: "/usr/local/bin/entrypoint.sh", bytes: 420 }] } },
      good: { image: { worldWritable: [] } },
    },
  ],
  *check({ configuration, privileges }) {
    const programs = pathEntries(configuration.env);
    const weight = ({ path }: { readonly path: string }) => (isTrusted(path, programs) ? 0 : 1);
    const files = privileges.worldWritable.toSorted((a, b) => weight(a) - weight(b));
    const [first] = files;
    const evidence = noteEvidence(files, (note) =>
      weight(note) === 0 ? "other users' processes trust it" : undefined,
    );
    if (first === undefined || evidence === undefined) return;
    const trusted = files.filter((note) => weight(note) === 0).length;
    yield {
      message:
        `Every user may write ${plural(files.length, "file or folder", "files and folders")}` +
        `${trusted === 0 ? "" : `, ${trusted} of them programs, libraries or settings`}: ${firstOf(files.map(({ path }) => path))}`,
      at: { layer: first.layer, path: first.path },
      evidence,
    };
  },
});

/** Started or read by processes of root and of other users. */
function isTrusted(path: string, programs: readonly string[]): boolean {
  return (
    /^\/(?:etc|s?bin|lib(?:32|64|x32)?|boot|root|usr\/(?:etc|s?bin|lib(?:32|64|exec)?|local\/(?:s?bin|lib)))(?:\/|$)/.test(
      path,
    ) || programs.some((entry) => path === entry || path.startsWith(`${entry}/`))
  );
}
