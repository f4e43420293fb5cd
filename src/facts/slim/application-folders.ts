import { entryPath, isFolder } from "../../domain/image/entries.ts";
import { isWithin } from "../../text/is-within.ts";
import { isDistributions, shows, type NeedImage } from "../need/need-image.ts";

/** Folders of the system: they hold more than an application. */
const systemFolders = new Set(
  "/ /bin /boot /dev /etc /home /lib /lib64 /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/local/lib /usr/local/share /usr/sbin /usr/share /usr/src /var /var/cache /var/lib /var/local /var/log /var/opt /var/run /var/spool /var/tmp /var/www".split(
    " ",
  ),
);

/** Names that need no quotes in a Dockerfile and a shell. */
const plainPath = /^\/[\w./-]{1,200}$/;

/**
 * The outermost folders that COPY and ADD filled and in which no package owns a file: a layer of their own lets a change of the application send only that.
 */
export function applicationFolders({ tree, pathOf, ownerOf }: NeedImage): string[] {
  const copied = tree.layers.map(({ createdBy }) =>
    /^(?:\/bin\/sh -c #\(nop\) )?(?:COPY|ADD)\b(?! file:)/.test(createdBy.trim()),
  );
  const candidates = new Set<string>();
  const packaged = new Set<string>();
  // A later RUN may have replaced the files, as chown does.
  for (const [layer, { entries }] of tree.layers.entries()) {
    if (copied[layer] !== true) continue;
    for (let entry = 0; entry < entries.count; entry++) {
      if (isFolder(entries, entry)) continue;
      const [outermost] = foldersAbove(entryPath(entries, entry)).filter((folder) => !systemFolders.has(folder));
      if (outermost !== undefined) candidates.add(outermost);
    }
  }
  for (let row = 1; row < tree.nodes.count; row++) {
    const layer = tree.nodes.layer[row] ?? -1;
    if (layer === -1 || !isDistributions(ownerOf(row) ?? "")) continue;
    for (const folder of foldersAbove(pathOf(row))) packaged.add(folder);
  }
  return [...candidates]
    .filter((folder) => shows(tree, folder) && !packaged.has(folder) && plainPath.test(folder))
    .filter((folder, _, all) => !all.some((other) => other !== folder && isWithin(folder, other)))
    .toSorted();
}

/** `/srv`, `/srv/app` of `/srv/app/main.py`. */
function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}
