import type { Account, FileNote } from "../../../domain/image/image-info.ts";
import { fit, hang, headline, padStart, type Page } from "../page.ts";
import { maxRows, shownNote } from "./shown.ts";
import type { Image } from "./image.ts";
import { byKey } from "../../../text/by-key.ts";

const passwords: Readonly<Record<Account["password"], string>> = {
  empty: "logs in without a password",
  set: "has a password",
  locked: "no password is accepted",
  unknown: "no entry in /etc/shadow",
};

/** The relevant accounts: root, accounts with its id, with a password or without the need for one, and the image's user; the others are counted. */
export function accountSection({ accounts, user }: Image, page: Page): string[] {
  if (accounts === undefined)
    return [...headline(page, "Accounts"), ...hang(page, "", "The image has no /etc/passwd.", "dim")];
  const imageUser = user.split(":")[0] ?? "";
  const notable = accounts.filter(
    ({ name, uid, password }) =>
      uid === 0 || password === "empty" || password === "set" || name === imageUser || String(uid) === imageUser,
  );
  return [
    ...headline(page, "Accounts", shownNote(notable.length, accounts.length)),
    ...notable
      .slice(0, maxRows)
      .flatMap(({ name, uid, gid, shell, password }) =>
        hang(
          page,
          `${padStart(String(uid), 6)}  `,
          `${name}, group ${gid}, ${shell || "no shell"}: ${passwords[password]}`,
        ),
      ),
  ];
}

/** Files with unusual permissions. */
export function privilegeSection(image: Image, page: Page): string[] {
  const { setuid, fileCapabilities, worldWritable, devices, programs } = image;
  const owner = ({ uid, gid, layer, owner: purl }: FileNote) =>
    `owner ${uid}:${gid}, layer ${layer}${purl === undefined ? "" : `, of ${purl}`}`;
  const byMode = (title: string, files: readonly FileNote[]) =>
    files.length === 0
      ? []
      : [
          ...headline(page, title, shownNote(Math.min(maxRows, files.length), files.length)),
          ...files
            .slice(0, maxRows)
            .flatMap((file) => hang(page, `${padStart(fit(file.mode, 6), 6)}  `, `${file.path}, ${owner(file)}`)),
        ];
  const capable = fileCapabilities ?? [];
  return [
    ...byMode("Set-uid and set-gid files", setuid),
    ...(fileCapabilities === undefined
      ? [
          ...headline(page, "File capabilities"),
          ...hang(page, "", "Not looked for: this source does not show extended attributes.", "dim"),
        ]
      : []),
    ...(capable.length === 0
      ? []
      : headline(page, "File capabilities", shownNote(Math.min(maxRows, capable.length), capable.length))),
    ...capable
      .slice(0, maxRows)
      .flatMap((file) => hang(page, "  ", `${file.path} ${file.capabilities}, ${owner(file)}`)),
    ...byMode("Writable for everyone", worldWritable),
    ...byMode("Devices", devices),
    ...programSection(programs, page),
  ];
}

function programSection(programs: Image["programs"], page: Page): string[] {
  if (programs.length === 0) return [];
  const kinds = [...Map.groupBy(programs, ({ kind }) => kind)].sort(byKey);
  return [
    ...headline(page, "Attack tools", String(programs.length)),
    ...kinds.flatMap(([kind, programsOfKind]) => {
      const paths = programsOfKind.slice(0, maxRows).map(({ path }) => path);
      const remainderText = programsOfKind.length > maxRows ? ` and ${programsOfKind.length - maxRows} more` : "";
      return hang(page, `${kind.replaceAll("-", " ")}: `, `${paths.join(", ")}${remainderText}`, undefined, "dim");
    }),
  ];
}
